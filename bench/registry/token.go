package main

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

const tokenLifetime = 5 * time.Minute

// scope is what a token lets its bearer do: https://distribution.github.io/distribution/spec/auth/scope/
type scope struct {
	Type    string   `json:"type"`
	Name    string   `json:"name"`
	Actions []string `json:"actions"`
}

func newScope(repository string, actions ...string) scope {
	return scope{Type: "repository", Name: repository, Actions: actions}
}

func (s scope) String() string {
	return fmt.Sprintf("repository:%s:%s", s.Name, strings.Join(s.Actions, ","))
}

// claims are the parts of a token that are read: https://distribution.github.io/distribution/spec/auth/jwt/
type claims struct {
	Expires int64   `json:"exp"`
	Access  []scope `json:"access"`
}

// gate hands on the requests that have a token for what they ask, and gives out tokens. Anybody may read; a client that
// logs in, with any name and password, may do everything.
type gate struct {
	next http.Handler
	// known has each token's claims, so that a token is read once and not with each request.
	known sync.Map
}

func newGate(next http.Handler) *gate {
	return &gate{next: next}
}

func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	route := parseRoute(r)
	if route.kind == kindToken {
		grantToken(w, r)
		return
	}
	needs := route.needs(r)
	if err := g.check(r.Header.Get("Authorization"), needs); err != nil {
		w.Header().Set("WWW-Authenticate", challenge(r, needs, err))
		writeError(w, http.StatusUnauthorized, "UNAUTHORIZED")
		return
	}
	if route.kind == kindPing {
		writeJSON(w, http.StatusOK, struct{}{})
		return
	}
	g.next.ServeHTTP(w, r)
}

// The errors of a challenge: https://www.rfc-editor.org/rfc/rfc6750#section-3.1
var (
	errNoToken           = errors.New("no token")
	errInvalidToken      = errors.New("invalid_token")
	errInsufficientScope = errors.New("insufficient_scope")
)

func (g *gate) check(authorization string, needs []scope) error {
	scheme, token, _ := strings.Cut(authorization, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return errNoToken
	}
	read := g.read(token)
	if read.Expires < time.Now().Unix() {
		return errInvalidToken
	}
	for _, need := range needs {
		if !read.grant(need) {
			return errInsufficientScope
		}
	}
	return nil
}

func (g *gate) read(token string) claims {
	if known, ok := g.known.Load(token); ok {
		return known.(claims)
	}
	read := parseToken(token)
	g.known.Store(token, read)
	return read
}

func (c claims) grant(need scope) bool {
	for _, action := range need.Actions {
		isGranted := slices.ContainsFunc(c.Access, func(granted scope) bool {
			return granted.Name == need.Name && slices.Contains(granted.Actions, action)
		})
		if !isGranted {
			return false
		}
	}
	return true
}

// parseToken reads a token that we signed. For any other token it returns claims that have expired.
func parseToken(token string) claims {
	var read claims
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return claims{}
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil || json.Unmarshal(payload, &read) != nil {
		return claims{}
	}
	return read
}

// mintToken returns a JWT that says what it grants, as those of Docker Hub, Quay, GitLab and Harbor do. Its signature
// only has to be there.
func mintToken(granted []scope) string {
	header := `{"alg":"none","typ":"JWT"}`
	payload := mustJSON(claims{Expires: time.Now().Add(tokenLifetime).Unix(), Access: granted})
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(header)) + "." + encode(payload) + "." + encode([]byte("signature"))
}

// grantToken answers a GET with its parameters in the address, or a POST (OAuth 2) with a form.
func grantToken(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		writeError(w, http.StatusBadRequest, "UNSUPPORTED")
		return
	}
	token := mintToken(grantedScopes(r.Form, isLoggedIn(r)))
	writeJSON(w, http.StatusOK, map[string]any{
		"token":        token,
		"access_token": token,
		"expires_in":   int(tokenLifetime.Seconds()),
		"issued_at":    time.Now().UTC().Format(time.RFC3339),
	})
}

func isLoggedIn(r *http.Request) bool {
	_, _, hasBasic := r.BasicAuth()
	return hasBasic || r.Form.Has("password") || r.Form.Has("refresh_token")
}

func grantedScopes(form url.Values, isLoggedIn bool) []scope {
	var granted []scope
	for _, text := range strings.Fields(strings.Join(form["scope"], " ")) {
		// A repository's name may have a colon, if it begins with a host.
		kind, rest, _ := strings.Cut(text, ":")
		colon := strings.LastIndex(rest, ":")
		if kind != "repository" || colon < 0 {
			continue
		}
		actions := strings.Split(rest[colon+1:], ",")
		if !isLoggedIn {
			actions = slices.DeleteFunc(actions, func(action string) bool { return action != "pull" })
		}
		granted = append(granted, newScope(rest[:colon], actions...))
	}
	return granted
}

// challenge says where there are tokens, and for what.
func challenge(r *http.Request, needs []scope, reason error) string {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	text := fmt.Sprintf(`Bearer realm="%s://%s/token",service="%s"`, scheme, r.Host, r.Host)
	if len(needs) > 0 {
		var scopes []string
		for _, need := range needs {
			scopes = append(scopes, need.String())
		}
		text += fmt.Sprintf(`,scope="%s"`, strings.Join(scopes, " "))
	}
	if reason != errNoToken {
		text += fmt.Sprintf(`,error="%s"`, reason)
	}
	return text
}
