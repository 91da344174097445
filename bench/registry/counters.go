package main

import (
	"io"
	"maps"
	"net"
	"net/http"
	"sync"
)

// counts are what reached the registry since it began or was reset.
type counts struct {
	// Requests by kind; see route.go.
	Requests map[string]int64 `json:"requests"`
	// Challenges are those requests that were answered with 401.
	Challenges int64 `json:"challenges"`
	// Streams are those requests that came over HTTP/2.
	Streams int64 `json:"streams"`
	// BytesIn and BytesOut are those of bodies.
	BytesIn  int64 `json:"bytesIn"`
	BytesOut int64 `json:"bytesOut"`
	// Connections are new ones, Open those that are open now, MostOpen the most at once.
	Connections int64 `json:"connections"`
	Open        int64 `json:"open"`
	MostOpen    int64 `json:"mostOpen"`
	// Handshakes are those of TLS; Resumed are those of them that continued a session.
	Handshakes int64 `json:"handshakes"`
	Resumed    int64 `json:"resumed"`
}

// counters may be used by several goroutines. Everything is counted before the client can see that it has happened, so a
// client that has ended is counted completely.
type counters struct {
	mu  sync.Mutex
	now counts
}

func newCounters() *counters {
	return &counters{now: counts{Requests: map[string]int64{}}}
}

func (c *counters) change(change func(*counts)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change(&c.now)
}

func (c *counters) read() counts {
	c.mu.Lock()
	defer c.mu.Unlock()
	read := c.now
	read.Requests = maps.Clone(c.now.Requests)
	return read
}

// reset starts at zero, except for the connections that are still open.
func (c *counters) reset() {
	c.change(func(now *counts) {
		*now = counts{Requests: map[string]int64{}, Open: now.Open, MostOpen: now.Open}
	})
}

// countConnections is for [http.Server.ConnState].
func (c *counters) countConnections(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		c.change(func(now *counts) {
			now.Connections++
			now.Open++
			now.MostOpen = max(now.MostOpen, now.Open)
		})
	case http.StateClosed, http.StateHijacked:
		c.change(func(now *counts) { now.Open-- })
	}
}

func (c *counters) countHandshake(isResumed bool) {
	c.change(func(now *counts) {
		now.Handshakes++
		if isResumed {
			now.Resumed++
		}
	})
}

// countRequests counts requests and the bytes of their bodies and answers.
func (c *counters) countRequests(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		kind := parseRoute(r).kind
		c.change(func(now *counts) {
			now.Requests[kind]++
			if r.ProtoMajor == 2 {
				now.Streams++
			}
		})
		r.Body = &countedBody{ReadCloser: r.Body, counters: c}
		next.ServeHTTP(&countedWriter{ResponseWriter: w, counters: c}, r)
	})
}

type countedBody struct {
	io.ReadCloser
	counters *counters
}

func (b *countedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.counters.change(func(now *counts) { now.BytesIn += int64(n) })
	return n, err
}

type countedWriter struct {
	http.ResponseWriter
	counters *counters
}

// Unwrap lets a proxy flush.
func (w *countedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *countedWriter) WriteHeader(status int) {
	if status == http.StatusUnauthorized {
		w.counters.change(func(now *counts) { now.Challenges++ })
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *countedWriter) Write(p []byte) (int, error) {
	w.counters.change(func(now *counts) { now.BytesOut += int64(len(p)) })
	return w.ResponseWriter.Write(p)
}
