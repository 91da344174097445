package main

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"net/http"
	"slices"
	"strconv"
	"sync"
)

// upload is a blob that arrives, by one request or several. A client sends these one after another.
type upload struct {
	size    int64
	content []byte
	hash    hash.Hash
}

// readBufferBytes is so much that a larger read saves nothing.
const readBufferBytes = 256 << 10

var readBuffers = sync.Pool{New: func() any { return new([readBufferBytes]byte) }}

// receive hashes what comes, and keeps it unless the blob is larger than keepBytes.
func (u *upload) receive(r *http.Request, keepBytes int64) error {
	isKept := func(size int64) bool { return keepBytes < 0 || size <= keepBytes }
	if r.ContentLength > 0 && isKept(u.size+r.ContentLength) {
		u.content = slices.Grow(u.content, int(r.ContentLength))
	}
	buffer := readBuffers.Get().(*[readBufferBytes]byte)
	defer readBuffers.Put(buffer)
	for {
		n, err := r.Body.Read(buffer[:])
		u.hash.Write(buffer[:n])
		u.size += int64(n)
		if isKept(u.size) {
			u.content = append(u.content, buffer[:n]...)
		} else {
			u.content = nil
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// mount gives a repository a blob of another one, or starts an upload if the other one has it not.
func (s *store) mount(w http.ResponseWriter, r *http.Request, route route) {
	query := r.URL.Query()
	digest := query.Get("mount")
	found := s.findBlob(query.Get("from"), digest)
	if found == nil {
		s.startUpload(w, route)
		return
	}
	s.putBlob(route.repository, digest, found)
	writeCreated(w, route.repository, "blobs", digest)
}

func (s *store) putBlob(name, digest string, put *blob) {
	s.change(name, func(changed *repository) { changed.blobs[digest] = put })
}

func (s *store) startUpload(w http.ResponseWriter, route route) {
	s.mu.Lock()
	s.lastUpload++
	id := strconv.Itoa(s.lastUpload)
	started := &upload{hash: sha256.New()}
	s.uploads[id] = started
	s.mu.Unlock()
	writeUpload(w, http.StatusAccepted, route.repository, id, started)
}

func (s *store) continueUpload(w http.ResponseWriter, r *http.Request, route route) {
	id := route.reference
	s.mu.RLock()
	found := s.uploads[id]
	s.mu.RUnlock()
	if found == nil {
		writeError(w, http.StatusNotFound, "BLOB_UPLOAD_UNKNOWN")
		return
	}
	switch route.kind {
	case kindUploadGet:
		writeUpload(w, http.StatusNoContent, route.repository, id, found)
	case kindUploadDelete:
		s.endUpload(id)
		w.WriteHeader(http.StatusNoContent)
	default:
		s.receiveUpload(w, r, route, found)
	}
}

func (s *store) receiveUpload(w http.ResponseWriter, r *http.Request, route route, received *upload) {
	if err := received.receive(r, s.keepBytes); err != nil {
		writeError(w, http.StatusBadRequest, "BLOB_UPLOAD_INVALID")
		return
	}
	if route.kind == kindUploadPatch {
		writeUpload(w, http.StatusAccepted, route.repository, route.reference, received)
		return
	}
	s.finishUpload(w, r, route, received)
}

func (s *store) finishUpload(w http.ResponseWriter, r *http.Request, route route, finished *upload) {
	s.endUpload(route.reference)
	digest := fmt.Sprintf("sha256:%x", finished.hash.Sum(nil))
	if r.URL.Query().Get("digest") != digest {
		writeError(w, http.StatusBadRequest, "DIGEST_INVALID")
		return
	}
	s.putBlob(route.repository, digest, &blob{size: finished.size, content: finished.content})
	writeCreated(w, route.repository, "blobs", digest)
}

func (s *store) endUpload(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.uploads, id)
}

// writeUpload says where an upload goes on. Docker and distribution write the range of nothing as "0-0".
func writeUpload(w http.ResponseWriter, status int, repository, id string, u *upload) {
	w.Header().Set(headerLocation, fmt.Sprintf("/v2/%s/blobs/uploads/%s", repository, id))
	w.Header().Set("Docker-Upload-UUID", id)
	w.Header().Set(headerRange, fmt.Sprintf("0-%d", max(u.size-1, 0)))
	w.WriteHeader(status)
}
