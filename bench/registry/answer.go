package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
)

const (
	headerContentDigest = "Docker-Content-Digest"
	headerContentLength = "Content-Length"
	headerContentType   = "Content-Type"
	headerLocation      = "Location"
	headerRange         = "Range"
)

// writeError answers as https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes says.
func writeError(w http.ResponseWriter, status int, code string) {
	type problem struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	}
	writeJSON(w, status, map[string][]problem{"errors": {{code, http.StatusText(status)}}})
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	writeBytes(w, status, "application/json", mustJSON(value))
}

// writeBytes answers a HEAD, too: net/http leaves out the body.
func writeBytes(w http.ResponseWriter, status int, mediaType string, content []byte) {
	w.Header().Set(headerContentType, mediaType)
	w.Header().Set(headerContentLength, strconv.Itoa(len(content)))
	w.WriteHeader(status)
	_, _ = w.Write(content)
}

// writeCreated says where something is that was stored.
func writeCreated(w http.ResponseWriter, repository, what, digest string) {
	w.Header().Set(headerContentDigest, digest)
	w.Header().Set(headerLocation, fmt.Sprintf("/v2/%s/%s/%s", repository, what, digest))
	w.WriteHeader(http.StatusCreated)
}

// mustJSON is for values of this program, all of which JSON can hold.
func mustJSON(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return text
}
