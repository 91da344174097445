package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func (c *client) counts() counts {
	c.t.Helper()
	var read counts
	if err := json.Unmarshal([]byte(c.control(http.MethodGet, "/counters").body), &read); err != nil {
		c.t.Fatal(err)
	}
	return read
}

func (c *client) control(method, path string) answer {
	c.t.Helper()
	return c.ask(method + " http://" + c.server.addresses.Control + path)
}

func TestKinds(t *testing.T) {
	c := startPlain(t, options{})
	for _, row := range []struct{ kind, ask string }{
		{"ping", "GET /v2/"},
		{"token", "GET /token"},
		{"token", "POST /token"},
		{"manifest-head", "HEAD /v2/a/manifests/1"},
		{"manifest-get", "GET /v2/a/manifests/1"},
		{"manifest-put", "PUT /v2/a/manifests/1"},
		{"blob-head", "HEAD /v2/a/b/c/blobs/sha256:1"},
		{"blob-get", "GET /v2/a/blobs/sha256:1"},
		{"upload-post", "POST /v2/a/blobs/uploads/"},
		{"mount", "POST /v2/a/blobs/uploads/?mount=sha256:1&from=b"},
		{"upload-patch", "PATCH /v2/a/blobs/uploads/1"},
		{"upload-put", "PUT /v2/a/blobs/uploads/1?digest=sha256:1"},
		{"upload-get", "GET /v2/a/blobs/uploads/1"},
		{"upload-delete", "DELETE /v2/a/blobs/uploads/1"},
		{"tags", "GET /v2/a/tags/list?n=1"},
		{"referrers", "GET /v2/a/referrers/sha256:1"},
		{"other", "DELETE /v2/a/manifests/1"},
		{"other", "GET /health"},
	} {
		c.control(http.MethodDelete, "/counters")
		c.ask(row.ask)
		if got := c.counts().Requests; len(got) != 1 || got[row.kind] != 1 {
			t.Errorf("%s: got %v, want one %s", row.ask, got, row.kind)
		}
	}
}

func TestBytesAndChallenges(t *testing.T) {
	c := startPlain(t, options{})
	c.expect(401, "GET /v2/")
	c.login("a:pull,push")
	digest := c.push("a", "0123456789")
	c.control(http.MethodDelete, "/counters")
	c.expect(200, "GET /v2/a/blobs/"+digest)
	c.expect(200, "HEAD /v2/a/blobs/"+digest)
	if got := c.counts(); got.BytesOut != 10 || got.BytesIn != 0 || got.Challenges != 0 {
		t.Errorf("reading: got %+v", got)
	}
	c.control(http.MethodDelete, "/counters")
	c.push("a", "0123456789")
	if got := c.counts(); got.BytesIn != 10 || got.BytesOut != 0 {
		t.Errorf("writing: got %+v", got)
	}
	c.token = ""
	c.expect(401, "GET /v2/a/blobs/"+digest)
	if got := c.counts().Challenges; got != 1 {
		t.Errorf("challenges: got %d", got)
	}
}

func TestConnectionsOfHTTP1(t *testing.T) {
	c := startTLS(t, options{}, "http/1.1")
	c.ask("GET /v2/")
	c.ask("GET /v2/")
	if got := c.counts(); got.Connections != 1 || got.MostOpen != 1 || got.Handshakes != 1 || got.Streams != 0 {
		t.Errorf("one after another: got %+v", got)
	}
	c.control(http.MethodDelete, "/counters")
	if got := c.counts(); got.Connections != 0 || got.Open != 1 || got.MostOpen != 1 || got.Handshakes != 0 {
		t.Errorf("after a reset: got %+v", got)
	}
	putAtOnce(c, 3)
	if got := c.counts(); got.Connections != 2 || got.MostOpen != 3 || got.Handshakes != 2 || got.Resumed != 2 {
		t.Errorf("at once: got %+v", got)
	}
	c.http.CloseIdleConnections()
	for c.counts().Open > 0 {
		time.Sleep(time.Millisecond)
	}
	c.ask("GET /v2/")
	if got := c.counts(); got.Open != 1 || got.MostOpen != 3 {
		t.Errorf("after they were closed: got %+v", got)
	}
}

func TestStreamsOfHTTP2(t *testing.T) {
	c := startTLS(t, options{}, "h2")
	putAtOnce(c, 3)
	// The token's is one of them.
	if got := c.counts(); got.Connections != 1 || got.MostOpen != 1 || got.Handshakes != 1 || got.Streams != 4 {
		t.Errorf("got %+v", got)
	}
}

// putAtOnce sends requests none of which ends before all have arrived.
func putAtOnce(c *client, requests int64) {
	c.t.Helper()
	c.login("a:pull,push")
	before := c.counts().Requests[kindManifestPut]
	var answered sync.WaitGroup
	var bodies []*io.PipeWriter
	for range requests {
		reader, writer := io.Pipe()
		bodies = append(bodies, writer)
		r, err := http.NewRequest(http.MethodPut, c.base+"/v2/a/manifests/1", reader)
		if err != nil {
			c.t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+c.token)
		answered.Add(1)
		go func() {
			defer answered.Done()
			response, err := c.http.Do(r)
			if err != nil {
				c.t.Error(err)
				return
			}
			response.Body.Close()
		}()
	}
	for c.counts().Requests[kindManifestPut] < before+requests {
		time.Sleep(time.Millisecond)
	}
	for _, body := range bodies {
		body.Close()
	}
	answered.Wait()
}

func TestRoundTrips(t *testing.T) {
	for _, row := range []struct {
		name  string
		start func(options) *client
		first int // of a connection and its first request
	}{
		{"plain", func(o options) *client { return startPlain(t, o) }, 2},
		{"TLS, HTTP/1.1", func(o options) *client { return startTLS(t, o, "http/1.1") }, 3},
		{"TLS, HTTP/2", func(o options) *client { return startTLS(t, o, "h2") }, 3},
	} {
		t.Run(row.name, func(t *testing.T) {
			var taken atomic.Int64
			const delay = 20 * time.Millisecond
			c := row.start(options{delay: delay, sleep: func(_ context.Context, d time.Duration) { taken.Add(int64(d)) }})
			expect := func(what string, want int) {
				t.Helper()
				c.ask("GET /v2/")
				if got := time.Duration(taken.Swap(0)); got != time.Duration(want)*delay {
					t.Errorf("%s: waited %s, want %d round trips", what, got, want)
				}
			}
			expect("a new connection", row.first)
			expect("the same connection", 1)
			c.http.CloseIdleConnections()
			expect("a new connection, with a session if there is one", row.first)
			c.control(http.MethodPut, "/delay?value=0s")
			expect("without a delay", 0)
		})
	}
	if got := startPlain(t, options{}).control(http.MethodPut, "/delay?value=soon").status; got != 400 {
		t.Errorf("a delay that is none: got %d", got)
	}
}
