package main

import (
	"net/http"
	"net/http/httputil"
	"net/url"
	"sync"
)

const (
	proxyBufferBytes = 256 << 10
	// proxyConnections are more than a tool opens, so that none has to be opened twice.
	proxyConnections = 256
)

// newProxy hands requests on to another registry, under the name that the client called this one by.
func newProxy(upstream *url.URL) http.Handler {
	return &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(upstream)
			// The registry makes the addresses of uploads of these.
			r.SetXForwarded()
			r.Out.Host = r.In.Host
		},
		Transport: &http.Transport{
			DisableCompression:  true,
			MaxIdleConnsPerHost: proxyConnections,
			ReadBufferSize:      proxyBufferBytes,
			WriteBufferSize:     proxyBufferBytes,
		},
		BufferPool: &bufferPool{},
	}
}

// bufferPool is an [httputil.BufferPool].
type bufferPool struct{ pool sync.Pool }

func (p *bufferPool) Get() []byte {
	if buffer, ok := p.pool.Get().(*[]byte); ok {
		return *buffer
	}
	return make([]byte, proxyBufferBytes)
}

func (p *bufferPool) Put(buffer []byte) { p.pool.Put(&buffer) }
