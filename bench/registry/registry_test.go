package main

import (
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// client speaks to one address of a registry that runs until the test's end.
type client struct {
	t      *testing.T
	server *server
	base   string
	http   *http.Client
	token  string
}

func startPlain(t *testing.T, o options) *client {
	t.Helper()
	s := startServer(t, o)
	return newClient(t, s, "http://"+s.addresses.Plain, &http.Transport{})
}

func startTLS(t *testing.T, o options, protocols ...string) *client {
	t.Helper()
	o.certificates = t.TempDir()
	if err := makeCertificates(o.certificates); err != nil {
		t.Fatal(err)
	}
	s := startServer(t, o)
	return newClient(t, s, "https://"+s.addresses.TLS, &http.Transport{
		ForceAttemptHTTP2: slices.Contains(protocols, "h2"),
		TLSClientConfig: &tls.Config{
			RootCAs:            readAuthority(t, o.certificates),
			NextProtos:         protocols,
			ClientSessionCache: tls.NewLRUClientSessionCache(8),
		},
	})
}

func startServer(t *testing.T, o options) *server {
	t.Helper()
	o.keepBytes = cmp.Or(o.keepBytes, -1)
	o.tagsEach = cmp.Or(o.tagsEach, 5)
	s, err := start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	return s
}

func newClient(t *testing.T, s *server, base string, transport *http.Transport) *client {
	t.Cleanup(transport.CloseIdleConnections)
	return &client{t: t, server: s, base: base, http: &http.Client{Transport: transport}}
}

func readAuthority(t *testing.T, folder string) *x509.CertPool {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, authorityFile))
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		t.Fatal("the file of the certificate authority has no certificate")
	}
	return pool
}

type answer struct {
	status int
	header http.Header
	body   string
}

// ask sends a request such as "GET /v2/" and reads its answer to the end.
func (c *client) ask(what string, body ...string) answer {
	c.t.Helper()
	method, path, _ := strings.Cut(what, " ")
	if !strings.Contains(path, "://") {
		path = c.base + path
	}
	r, err := http.NewRequest(method, path, strings.NewReader(strings.Join(body, "")))
	if err != nil {
		c.t.Fatal(err)
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	response, err := c.http.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(content)}
}

func (c *client) expect(status int, what string, body ...string) answer {
	c.t.Helper()
	got := c.ask(what, body...)
	if got.status != status {
		c.t.Errorf("%s: got %d, want %d\n%s", what, got.status, status, got.body)
	}
	return got
}

// login gets a token for scopes such as "a:pull,push".
func (c *client) login(scopes ...string) {
	c.t.Helper()
	form := url.Values{"password": {"p"}}
	for _, scope := range scopes {
		form.Add("scope", "repository:"+scope)
	}
	c.takeToken("?" + form.Encode())
}

func (c *client) takeToken(query string) {
	c.t.Helper()
	var granted struct {
		Token string `json:"token"`
	}
	if err := json.Unmarshal([]byte(c.expect(200, "GET /token"+query).body), &granted); err != nil {
		c.t.Fatal(err)
	}
	c.token = granted.Token
}

// push uploads a blob in two pieces.
func (c *client) push(repository, content string) (digest string) {
	c.t.Helper()
	digest = digestOf([]byte(content))
	location := c.expect(202, "POST /v2/"+repository+"/blobs/uploads/").header.Get("Location")
	half := len(content) / 2
	got := c.expect(202, "PATCH "+location, content[:half]).header.Get("Range")
	if want := fmt.Sprintf("0-%d", max(half-1, 0)); got != want {
		c.t.Errorf("range of the upload: got %s, want %s", got, want)
	}
	c.expect(201, "PUT "+location+"?digest="+digest, content[half:])
	return digest
}

func TestPushAndPull(t *testing.T) {
	clients := map[string]*client{
		"plain":         startPlain(t, options{}),
		"TLS, HTTP/1.1": startTLS(t, options{}, "http/1.1"),
		"TLS, HTTP/2":   startTLS(t, options{}, "h2"),
	}
	front := startPlain(t, options{})
	front.base = "http://" + startServer(t, options{upstream: "http://" + front.server.addresses.Control}).addresses.Plain
	clients["a front"] = front
	for name, c := range clients {
		t.Run(name, func(t *testing.T) {
			c.t = t
			c.login("a/b:pull,push", "c:pull,push")
			digest := c.push("a/b", "some bytes")
			if got := c.expect(200, "GET /v2/a/b/blobs/"+digest).body; got != "some bytes" {
				t.Errorf("blob: got %q", got)
			}
			c.expect(404, "HEAD /v2/c/blobs/"+digest)
			c.expect(202, "POST /v2/c/blobs/uploads/?from=a/b&mount="+digestOf(nil))
			c.expect(201, "POST /v2/c/blobs/uploads/?from=a/b&mount="+digest)
			if got := c.expect(200, "HEAD /v2/c/blobs/"+digest).header.Get("Content-Length"); got != "10" {
				t.Errorf("size of a mounted blob: got %s", got)
			}
			pushed := c.expect(201, "PUT /v2/c/manifests/1", "{}").header.Get(headerContentDigest)
			if got := c.expect(200, "GET /v2/c/manifests/"+pushed).body; got != "{}" {
				t.Errorf("manifest: got %q", got)
			}
			if got := c.expect(200, "HEAD /v2/c/manifests/1").header.Get(headerContentDigest); got != pushed {
				t.Errorf("digest of a tag: got %s, want %s", got, pushed)
			}
			if got := c.expect(200, "GET /v2/c/tags/list").body; got != `{"name":"c","tags":["1"]}` {
				t.Errorf("tags: got %s", got)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	c := startPlain(t, options{})
	c.login("a:pull,push,delete")
	c.expect(404, "GET /v2/a/manifests/1")
	c.expect(404, "GET /v2/a/tags/list")
	c.expect(404, "GET /v2/a/referrers/"+digestOf(nil))
	c.expect(404, "PUT /v2/a/blobs/uploads/1?digest="+digestOf(nil))
	c.expect(400, "PUT /v2/a/manifests/"+digestOf(nil), "{}")
	location := c.expect(202, "POST /v2/a/blobs/uploads/").header.Get("Location")
	c.expect(400, "PUT "+location+"?digest="+digestOf([]byte("other")), "bytes")
	c.expect(404, "HEAD /v2/a/blobs/"+digestOf([]byte("bytes")))
	location = c.expect(202, "POST /v2/a/blobs/uploads/").header.Get("Location")
	c.token = ""
	c.login("a:delete")
	c.expect(204, "DELETE "+location)
	c.login("a:pull,push")
	c.expect(404, "GET "+location)
}

func TestRangeOfBlob(t *testing.T) {
	c := startPlain(t, options{})
	c.login("a:pull,push")
	digest := c.push("a", "0123456789")
	r, _ := http.NewRequest(http.MethodGet, c.base+"/v2/a/blobs/"+digest, nil)
	r.Header.Set("Authorization", "Bearer "+c.token)
	r.Header.Set("Range", "bytes=4-")
	response, err := c.http.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	content, _ := io.ReadAll(response.Body)
	if response.StatusCode != 206 || string(content) != "456789" {
		t.Errorf("got %d with %q", response.StatusCode, content)
	}
}

func TestTagsComeInPages(t *testing.T) {
	c := startPlain(t, options{images: 3, tagsEach: 3})
	c.takeToken("?scope=repository:library/small-1:pull")
	first := c.expect(200, "GET /v2/library/small-1/tags/list?n=2")
	if want := `{"name":"library/small-1","tags":["1.0","1.1"]}`; first.body != want {
		t.Errorf("first page: got %s", first.body)
	}
	link, _, _ := strings.Cut(strings.TrimPrefix(first.header.Get("Link"), "<"), ">")
	if got := c.expect(200, "GET "+link).body; got != `{"name":"library/small-1","tags":["1.2"]}` {
		t.Errorf("second page: got %s", got)
	}
}

func TestLargeBlobsAreHashedAndNotKept(t *testing.T) {
	c := startPlain(t, options{keepBytes: 10})
	c.login("a:pull,push")
	small, large := c.push("a", "0123456789"), c.push("a", "0123456789a")
	c.expect(200, "GET /v2/a/blobs/"+small)
	c.expect(404, "GET /v2/a/blobs/"+large)
	if got := c.expect(200, "HEAD /v2/a/blobs/"+large).header.Get("Content-Length"); got != "11" {
		t.Errorf("size of the large blob: got %s", got)
	}
}

func TestImagesThatAreMadeUp(t *testing.T) {
	first, second := newStore(-1), newStore(-1)
	first.makeImages(12, 5)
	second.makeImages(12, 5)
	digests := map[string]bool{}
	for _, one := range first.madeUp {
		digests[one.Digest] = true
		digest, found := second.findManifest(one.Repository, one.Tag)
		if found == nil || digest != one.Digest || digestOf(found.content) != digest {
			t.Errorf("%s:%s is not the same in both", one.Repository, one.Tag)
		}
		var content struct {
			Config descriptor
			Layers []descriptor
		}
		if err := json.Unmarshal(found.content, &content); err != nil {
			t.Fatal(err)
		}
		for _, blob := range append(content.Layers, content.Config) {
			stored := second.findBlob(one.Repository, blob.Digest)
			if stored == nil || int(stored.size) != blob.Size || digestOf(stored.content) != blob.Digest {
				t.Errorf("%s:%s: %s is not there", one.Repository, one.Tag, blob.MediaType)
			}
		}
	}
	if len(digests) != 12 {
		t.Errorf("got %d different images, want 12", len(digests))
	}
	names := slices.Sorted(maps.Keys(first.repositories))
	if got := strings.Join(names, " "); got != "library/small-1 library/small-2 library/small-3" {
		t.Errorf("repositories: got %s", got)
	}
}

func TestFrontKeepsTheNameThatItIsCalledBy(t *testing.T) {
	seen := make(chan string, 1)
	upstream := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		seen <- r.Header.Get("X-Forwarded-Proto") + "://" + r.Host
	}))
	t.Cleanup(upstream.Close)
	c := startTLS(t, options{upstream: upstream.URL}, "h2")
	c.login("a:pull,push")
	c.expect(200, "POST /v2/a/blobs/uploads/")
	if got := <-seen; got != c.base {
		t.Errorf("the upstream was called %s, want %s", got, c.base)
	}
}

func TestEndsWithItsInput(t *testing.T) {
	input, endInput := io.Pipe()
	printed, output := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- run(nil, input, output) }()
	var listened addresses
	if err := json.NewDecoder(printed).Decode(&listened); err != nil {
		t.Fatal(err)
	}
	counters := "http://" + listened.Control + "/counters"
	response, err := http.Get(counters)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	select {
	case err := <-ended:
		t.Fatalf("it ended before its input: %v", err)
	default:
	}
	endInput.Close()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if response, err := http.Get(counters); err == nil {
		response.Body.Close()
		t.Error("it answers after its end")
	}
}
