package main

import (
	"net/http"
	"time"
)

// control is for the program that started the registry. What it asks here is not counted, not delayed, and needs no token:
//
//	GET    /counters          reads the counters
//	DELETE /counters          sets them to zero
//	PUT    /delay?value=20ms  sets the time of a round trip
//	GET    /images            lists repository, tag and digest of each image that was made up
//	       /v2/…              is the registry itself, to fill it and to check what was copied
func (s *server) control(backend http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /counters", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, s.counters.read())
	})
	mux.HandleFunc("DELETE /counters", func(w http.ResponseWriter, _ *http.Request) {
		s.counters.reset()
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("PUT /delay", func(w http.ResponseWriter, r *http.Request) {
		delay, err := time.ParseDuration(r.URL.Query().Get("value"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		s.network.setRoundTrip(delay)
		w.WriteHeader(http.StatusNoContent)
	})
	if contents, ok := backend.(*store); ok {
		mux.HandleFunc("GET /images", func(w http.ResponseWriter, _ *http.Request) {
			writeJSON(w, http.StatusOK, contents.madeUp)
		})
	}
	mux.Handle("/v2/", backend)
	return mux
}
