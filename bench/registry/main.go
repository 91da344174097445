// Command registry is the OCI registry that the benchmark copies between. It keeps everything in memory and costs little
// processor time, so that the tools are measured and not the server. It behaves as a public registry does: it offers TLS
// with HTTP/2, wants bearer tokens, and adds the round trips of a real network. It counts what reaches it.
//
// With -upstream it is a front: another registry stores, and this one does the rest.
//
//	registry -make-certificates DIR
//	registry [-certificates DIR] [-delay 20ms] [-keep BYTES] [-images N] [-tags-each N] [-upstream URL]
//
// It prints its addresses as one line of JSON and ends when its standard input ends, so it cannot outlive the program
// that started it. See control.go for what that program can ask.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"time"
)

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "registry:", err)
		}
		os.Exit(1)
	}
}

// options are what the command line says.
type options struct {
	certificates string
	delay        time.Duration
	keepBytes    int64
	images       int
	tagsEach     int
	upstream     string
	// sleep replaces the waiting of round trips in tests.
	sleep func(context.Context, time.Duration)
}

func run(args []string, stdin io.Reader, stdout io.Writer) error {
	var o options
	flags := flag.NewFlagSet("registry", flag.ContinueOnError)
	makeIn := flags.String("make-certificates", "", "write a new certificate authority and a certificate of it to `DIR`, and end")
	flags.StringVar(&o.certificates, "certificates", "", "offer TLS with the certificate in `DIR`")
	flags.DurationVar(&o.delay, "delay", 0, "the time of a round trip")
	flags.Int64Var(&o.keepBytes, "keep", -1, "hash larger uploads but do not keep their `BYTES`; -1 keeps all")
	flags.IntVar(&o.images, "images", 0, "make up `N` small images")
	flags.IntVar(&o.tagsEach, "tags-each", 5, "how many of these images share a repository")
	flags.StringVar(&o.upstream, "upstream", "", "hand requests on to the registry at `URL`")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *makeIn != "" {
		return makeCertificates(*makeIn)
	}
	s, err := start(o)
	if err != nil {
		return err
	}
	defer s.close()
	if err := json.NewEncoder(stdout).Encode(s.addresses); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, stdin)
	return err
}

// newBackend returns what answers the requests that have a token.
func newBackend(o options) (http.Handler, error) {
	if o.upstream != "" {
		upstream, err := url.Parse(o.upstream)
		if err != nil {
			return nil, fmt.Errorf("reading -upstream: %w", err)
		}
		return newProxy(upstream), nil
	}
	contents := newStore(o.keepBytes)
	contents.makeImages(o.images, o.tagsEach)
	return contents, nil
}
