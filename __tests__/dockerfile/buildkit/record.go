// Records what BuildKit itself reads in Dockerfiles: the answers in answers.jsonl.
//
// Reads lines {"text": …, "args": {…}} and writes them with "images" or "refused" added. To record anew:
//
//	go mod init record && go get github.com/moby/buildkit@v0.34.2 && go run . < questions.jsonl > answers.jsonl
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerfile/shell"
)

type row struct {
	Text    string            `json:"text"`
	Args    map[string]string `json:"args,omitempty"`
	Images  []string          `json:"images,omitempty"`
	Refused bool              `json:"refused,omitempty"`
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for lines.Scan() {
		var r row
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			panic(err)
		}
		images, err := read(r.Text, r.Args)
		r.Images, r.Refused = images, err != nil
		if err != nil {
			r.Images = nil
		}
		if err := out.Encode(r); err != nil {
			panic(err)
		}
	}
}

type scope map[string]string

func (s scope) Get(name string) (string, bool) { v, ok := s[name]; return v, ok }
func (s scope) Keys() []string                 { return nil }

// read does what dockerfile2llb does before it asks a registry.
func read(text string, given map[string]string) ([]string, error) {
	file, err := parser.Parse(strings.NewReader(text))
	if err != nil {
		return nil, err
	}
	stages, globals, err := instructions.Parse(file.AST, nil)
	if err != nil {
		return nil, err
	}
	if len(stages) == 0 {
		return nil, fmt.Errorf("no stages")
	}
	lex := shell.NewLex(file.EscapeToken)
	known, err := arguments(lex, globals, given)
	if err != nil {
		return nil, err
	}
	names := map[string]bool{}
	var images []string
	for number, stage := range stages {
		base, err := lex.ProcessWordWithMatches(stage.BaseName, known)
		if err != nil || base.Result == "" {
			return nil, fmt.Errorf("base of stage %d: %w", number, err)
		}
		if !names[strings.ToLower(base.Result)] {
			images = append(images, fmt.Sprintf("FROM %s @%d", base.Result, stage.Location[0].Start.Line))
		}
		own := stage.Name
		for _, command := range stage.Commands {
			found, err := uses(lex, command, number, own, names)
			if err != nil {
				return nil, err
			}
			images = append(images, found...)
		}
		names[own] = own != ""
	}
	return images, nil
}

func arguments(lex *shell.Lex, globals []instructions.ArgCommand, given map[string]string) (scope, error) {
	known := scope{}
	for _, side := range []string{"BUILD", "TARGET"} {
		known[side+"PLATFORM"], known[side+"OS"], known[side+"ARCH"], known[side+"VARIANT"] = "linux/amd64", "linux", "amd64", ""
	}
	for name := range known {
		if value, ok := given[name]; ok {
			known[name] = value
		}
	}
	for _, command := range globals {
		for _, arg := range command.Args {
			if value, ok := given[arg.Key]; ok {
				known[arg.Key] = value
			} else if arg.Value != nil {
				result, err := lex.ProcessWordWithMatches(*arg.Value, known)
				if err != nil {
					return nil, err
				}
				known[arg.Key] = result.Result
			}
		}
	}
	return known, nil
}

func uses(lex *shell.Lex, command instructions.Command, stage int, own string, names map[string]bool) ([]string, error) {
	var images []string
	circular := func(from string) error { return fmt.Errorf("%s is the stage itself", from) }
	line := command.Location()[0].Start.Line
	switch c := command.(type) {
	case *instructions.CopyCommand:
		expanded, err := lex.ProcessWordWithMatches(c.From, scope{})
		if err != nil || expanded.Result != c.From {
			return nil, fmt.Errorf("COPY --from=%s: %w", c.From, err)
		}
		if number, err := strconv.Atoi(c.From); err == nil {
			if number < 0 || number >= stage {
				return nil, fmt.Errorf("stage %d", number)
			}
		} else if c.From != "" && strings.EqualFold(c.From, own) {
			return nil, circular(c.From)
		} else if c.From != "" && !names[strings.ToLower(c.From)] {
			images = append(images, fmt.Sprintf("COPY %s @%d", c.From, line))
		}
	case *instructions.RunCommand:
		for _, mount := range instructions.GetMounts(c) {
			if mount.From != "" && strings.EqualFold(mount.From, own) {
				return nil, circular(mount.From)
			}
			if mount.From != "" && !names[strings.ToLower(mount.From)] {
				images = append(images, fmt.Sprintf("RUN %s @%d", mount.From, line))
			}
		}
	}
	return images, nil
}
