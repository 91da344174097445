package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"time"
)

// maxManifestBytes is the limit of distribution: https://distribution.github.io/distribution/about/configuration/
const maxManifestBytes = 4 << 20

// store has the contents of a registry in memory and answers requests for them.
type store struct {
	// keepBytes is the size of the largest blob whose bytes are kept; negative if all are.
	keepBytes int64
	// madeUp are the images that were there from the start, in order.
	madeUp []image

	mu           sync.RWMutex
	repositories map[string]*repository
	uploads      map[string]*upload
	lastUpload   int
}

// repository shares blobs with others: a mounted blob is the same pointer.
type repository struct {
	tags      map[string]string
	manifests map[string]*manifest
	blobs     map[string]*blob
}

type manifest struct {
	mediaType string
	content   []byte
}

// blob has no content if it was too large to be kept.
type blob struct {
	size    int64
	content []byte
}

func (b *blob) isKept() bool { return int64(len(b.content)) == b.size }

func newStore(keepBytes int64) *store {
	return &store{keepBytes: keepBytes, madeUp: []image{}, repositories: map[string]*repository{}, uploads: map[string]*upload{}}
}

func (s *store) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	route := parseRoute(r)
	switch route.kind {
	case kindManifestHead, kindManifestGet:
		s.readManifest(w, route)
	case kindManifestPut:
		s.putManifest(w, r, route)
	case kindBlobHead, kindBlobGet:
		s.readBlob(w, r, route)
	case kindMount:
		s.mount(w, r, route)
	case kindUploadPost:
		s.startUpload(w, route)
	case kindUploadPatch, kindUploadPut, kindUploadGet, kindUploadDelete:
		s.continueUpload(w, r, route)
	case kindTags:
		s.listTags(w, r, route)
	case kindPing:
		writeJSON(w, http.StatusOK, struct{}{})
	default:
		// The referrers, too: distribution has no list of them.
		writeError(w, http.StatusNotFound, "UNSUPPORTED")
	}
}

// repository returns the repository of that name, and an empty one that is not stored if there is none.
func (s *store) repository(name string) *repository {
	if known, ok := s.repositories[name]; ok {
		return known
	}
	return &repository{tags: map[string]string{}, manifests: map[string]*manifest{}, blobs: map[string]*blob{}}
}

// change changes a repository, which is there from then on.
func (s *store) change(name string, change func(*repository)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	changed := s.repository(name)
	change(changed)
	s.repositories[name] = changed
}

func (s *store) findManifest(name, reference string) (digest string, found *manifest) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	known := s.repository(name)
	if !isDigest(reference) {
		reference = known.tags[reference]
	}
	return reference, known.manifests[reference]
}

func (s *store) findBlob(name, digest string) *blob {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.repository(name).blobs[digest]
}

func (s *store) readManifest(w http.ResponseWriter, route route) {
	digest, found := s.findManifest(route.repository, route.reference)
	if found == nil {
		writeError(w, http.StatusNotFound, "MANIFEST_UNKNOWN")
		return
	}
	w.Header().Set(headerContentDigest, digest)
	writeBytes(w, http.StatusOK, found.mediaType, found.content)
}

// putManifest does not look at what the manifest names: the benchmark checks the copies itself.
func (s *store) putManifest(w http.ResponseWriter, r *http.Request, route route) {
	content, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxManifestBytes))
	if err != nil {
		writeError(w, http.StatusBadRequest, "MANIFEST_INVALID")
		return
	}
	digest := digestOf(content)
	if isDigest(route.reference) && route.reference != digest {
		writeError(w, http.StatusBadRequest, "DIGEST_INVALID")
		return
	}
	s.putContent(route.repository, route.reference, &manifest{r.Header.Get(headerContentType), content})
	writeCreated(w, route.repository, "manifests", digest)
}

func (s *store) putContent(name, reference string, put *manifest) {
	digest := digestOf(put.content)
	s.change(name, func(changed *repository) {
		changed.manifests[digest] = put
		if !isDigest(reference) {
			changed.tags[reference] = digest
		}
	})
}

func (s *store) readBlob(w http.ResponseWriter, r *http.Request, route route) {
	found := s.findBlob(route.repository, route.reference)
	isRead := route.kind == kindBlobGet
	if found == nil || (isRead && !found.isKept()) {
		writeError(w, http.StatusNotFound, "BLOB_UNKNOWN")
		return
	}
	w.Header().Set(headerContentDigest, route.reference)
	w.Header().Set(headerContentType, "application/octet-stream")
	switch {
	case isRead && r.Header.Get(headerRange) != "":
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(found.content))
	case isRead:
		// One write of all is cheaper than the small ones of ServeContent.
		writeBytes(w, http.StatusOK, "application/octet-stream", found.content)
	default:
		w.Header().Set(headerContentLength, strconv.FormatInt(found.size, 10))
		w.WriteHeader(http.StatusOK)
	}
}

// listTags answers in pages: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-tags
func (s *store) listTags(w http.ResponseWriter, r *http.Request, route route) {
	tags := s.sortedTags(route.repository)
	if len(tags) == 0 {
		writeError(w, http.StatusNotFound, "NAME_UNKNOWN")
		return
	}
	query := r.URL.Query()
	if last := query.Get("last"); last != "" {
		tags = slices.DeleteFunc(tags, func(tag string) bool { return tag <= last })
	}
	if n, err := strconv.Atoi(query.Get("n")); err == nil && n > 0 && n < len(tags) {
		tags = tags[:n]
		next := url.Values{"n": {strconv.Itoa(n)}, "last": {tags[n-1]}}
		w.Header().Set("Link", fmt.Sprintf(`</v2/%s/tags/list?%s>; rel="next"`, route.repository, next.Encode()))
	}
	writeJSON(w, http.StatusOK, map[string]any{"name": route.repository, "tags": tags})
}

func (s *store) sortedTags(name string) []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Sorted(maps.Keys(s.repository(name).tags))
}

func digestOf(content []byte) string {
	return fmt.Sprintf("sha256:%x", sha256.Sum256(content))
}
