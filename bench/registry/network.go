package main

import (
	"context"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// network is the distance between a tool and the registry. A round trip passes before a request is answered, before a
// new connection says anything, and in each TLS handshake. Bytes take no time.
type network struct {
	roundTrip atomic.Int64
	// sleep waits until the time or the context is over.
	sleep func(context.Context, time.Duration)
}

func newNetwork(o options) *network {
	n := &network{sleep: o.sleep}
	if n.sleep == nil {
		n.sleep = sleep
	}
	n.setRoundTrip(o.delay)
	return n
}

func (n *network) setRoundTrip(roundTrip time.Duration) {
	n.roundTrip.Store(int64(roundTrip))
}

// wait takes as long as one round trip.
func (n *network) wait(ctx context.Context) {
	if roundTrip := time.Duration(n.roundTrip.Load()); roundTrip > 0 {
		n.sleep(ctx, roundTrip)
	}
}

// delayRequests answers each request a round trip later.
func (n *network) delayRequests(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n.wait(r.Context())
		next.ServeHTTP(w, r)
	})
}

// listener makes each new connection cost a round trip.
func (n *network) listener(inner net.Listener) net.Listener {
	return &distantListener{Listener: inner, network: n}
}

type distantListener struct {
	net.Listener
	network *network
}

func (l *distantListener) Accept() (net.Conn, error) {
	connection, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &distantConn{Conn: connection, network: l.network}, nil
}

// distantConn is a connection whose first read waits for the round trip that opening a connection takes. Only one
// goroutine reads a connection of net/http at a time.
type distantConn struct {
	net.Conn
	network *network
	isOpen  bool
}

func (c *distantConn) Read(p []byte) (int, error) {
	if !c.isOpen {
		c.isOpen = true
		c.network.wait(context.Background())
	}
	return c.Conn.Read(p)
}

func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
