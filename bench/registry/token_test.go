package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestChallenges(t *testing.T) {
	plain, secure := startPlain(t, options{}), startTLS(t, options{}, "h2")
	for _, row := range []struct{ name, ask, scope string }{
		{"a ping", "GET /v2/", ""},
		{"a read", "GET /v2/a/b/manifests/1", "repository:a/b:pull"},
		{"a look", "HEAD /v2/a/b/blobs/sha256:1", "repository:a/b:pull"},
		{"a write", "PUT /v2/a/b/manifests/1", "repository:a/b:pull,push"},
		{"a delete", "DELETE /v2/a/blobs/uploads/1", "repository:a:delete"},
		{"a mount", "POST /v2/a/b/blobs/uploads/?mount=sha256:1&from=c", "repository:c:pull repository:a/b:pull,push"},
	} {
		t.Run(row.name, func(t *testing.T) {
			for _, c := range []*client{plain, secure} {
				want := `Bearer realm="` + c.base + `/token",service="` + c.base[strings.Index(c.base, "//")+2:] + `"`
				if row.scope != "" {
					want += `,scope="` + row.scope + `"`
				}
				if got := c.expect(401, row.ask).header.Get("WWW-Authenticate"); got != want {
					t.Errorf("got %s, want %s", got, want)
				}
			}
		})
	}
}

func TestTokens(t *testing.T) {
	c := startPlain(t, options{})
	read, write := "GET /v2/a/manifests/1", "PUT /v2/a/manifests/1"
	mount := "POST /v2/a/blobs/uploads/?from=b&mount=sha256:1"
	for _, row := range []struct {
		name, ask, query string
		status           int
	}{
		{"the scope", read, "scope=repository:a:pull&password=p", 404},
		{"the scope of another repository", read, "scope=repository:b:pull&password=p", 401},
		{"the scope of a repository whose name begins alike", "GET /v2/a/b/manifests/1", "scope=repository:a:pull", 401},
		{"reading alone", write, "scope=repository:a:pull&password=p", 401},
		{"writing", write, "scope=repository:a:pull,push&password=p", 201},
		{"writing by a stranger", write, "scope=repository:a:pull,push", 401},
		{"writing by a stranger, to read", read, "scope=repository:b:pull,push&scope=repository:a:pull,push", 200},
		{"the target of a mount alone", mount, "scope=repository:a:pull,push&password=p", 401},
		{"both sides of a mount", mount, "scope=repository:a:pull,push&scope=repository:b:pull&password=p", 202},
		{"two scopes in one parameter", read, "scope=repository:b:pull%20repository:a:pull", 200},
		{"no scope that is known", read, "scope=registry:catalog:*&scope=repository", 401},
	} {
		t.Run(row.name, func(t *testing.T) {
			c.t = t
			c.takeToken("?" + row.query)
			c.expect(row.status, row.ask, "{}")
		})
	}
}

func TestTokenForm(t *testing.T) {
	c := startPlain(t, options{})
	form := url.Values{"grant_type": {"password"}, "password": {"p"}, "scope": {"repository:a:pull,push"}}
	response, err := c.http.PostForm(c.base+"/token", form)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Errorf("got %d", response.StatusCode)
	}
}

func TestTokensThatWereNotGivenOut(t *testing.T) {
	c := startPlain(t, options{})
	for _, token := range []string{"x", "a.b.c", "e30.e30.e30"} {
		c.token = token
		got := c.expect(401, "GET /v2/a/manifests/1").header.Get("WWW-Authenticate")
		if !strings.HasSuffix(got, `,error="invalid_token"`) {
			t.Errorf("%s: got %s", token, got)
		}
	}
}
