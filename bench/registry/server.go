package main

import (
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"path/filepath"
)

// addresses are where a server listens, as "127.0.0.1:port".
type addresses struct {
	Plain   string `json:"plain"`
	TLS     string `json:"tls,omitempty"`
	Control string `json:"control"`
}

// server is a registry that runs. Its listeners share the contents and the counters.
type server struct {
	addresses addresses
	counters  *counters
	network   *network
	servers   []*http.Server
}

// start listens on free ports of the loopback interface.
func start(o options) (*server, error) {
	backend, err := newBackend(o)
	if err != nil {
		return nil, err
	}
	s := &server{counters: newCounters(), network: newNetwork(o)}
	if err := s.open(o.certificates, backend); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *server) open(certificates string, backend http.Handler) (err error) {
	public := s.counters.countRequests(s.network.delayRequests(newGate(backend)))
	if s.addresses.Plain, err = s.listen(public, nil); err != nil {
		return err
	}
	if certificates != "" {
		config, err := s.tlsConfig(certificates)
		if err != nil {
			return err
		}
		if s.addresses.TLS, err = s.listen(public, config); err != nil {
			return err
		}
	}
	s.addresses.Control, err = s.serve(&http.Server{Handler: s.control(backend)}, nil)
	return err
}

func (s *server) close() {
	for _, one := range s.servers {
		one.Close()
	}
}

// listen opens an address for the tools under measure.
func (s *server) listen(handler http.Handler, config *tls.Config) (string, error) {
	one := &http.Server{
		Handler:   handler,
		TLSConfig: config,
		ConnState: s.counters.countConnections,
		// Some tools find out whether there is TLS by trying: their failed handshakes are no news.
		ErrorLog: log.New(io.Discard, "", 0),
	}
	return s.serve(one, s.network)
}

// serve opens an address; the connections are those of a network if there is one.
func (s *server) serve(one *http.Server, network *network) (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("listening: %w", err)
	}
	address := listener.Addr().String()
	if network != nil {
		listener = network.listener(listener)
	}
	s.servers = append(s.servers, one)
	go func() {
		// It returns when the server is closed.
		if one.TLSConfig != nil {
			_ = one.ServeTLS(listener, "", "")
		} else {
			_ = one.Serve(listener)
		}
	}()
	return address, nil
}

// tlsConfig offers TLS 1.3 alone: each handshake takes one round trip more, also that of a resumed session.
func (s *server) tlsConfig(folder string) (*tls.Config, error) {
	certificate, err := tls.LoadX509KeyPair(filepath.Join(folder, certificateFile), filepath.Join(folder, keyFile))
	if err != nil {
		return nil, fmt.Errorf("reading the certificate: %w", err)
	}
	return &tls.Config{
		Certificates: []tls.Certificate{certificate},
		MinVersion:   tls.VersionTLS13,
		GetConfigForClient: func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
			s.network.wait(hello.Context())
			return nil, nil
		},
		VerifyConnection: func(state tls.ConnectionState) error {
			s.counters.countHandshake(state.DidResume)
			return nil
		},
	}, nil
}
