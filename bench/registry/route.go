package main

import (
	"net/http"
	"strings"
)

// route is what a request asks for: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#endpoints
type route struct {
	// kind is what the request is counted as: "manifest-head", "upload-patch", "mount" …
	kind string
	// repository is "" for what belongs to no repository.
	repository string
	// reference is a tag, a digest, or the number of an upload.
	reference string
}

const (
	kindPing      = "ping"
	kindToken     = "token"
	kindTags      = "tags"
	kindReferrers = "referrers"
	kindMount     = "mount"
	kindOther     = "other"

	kindManifestHead = "manifest-head"
	kindManifestGet  = "manifest-get"
	kindManifestPut  = "manifest-put"
	kindBlobHead     = "blob-head"
	kindBlobGet      = "blob-get"
	kindUploadPost   = "upload-post"
	kindUploadPatch  = "upload-patch"
	kindUploadPut    = "upload-put"
	kindUploadGet    = "upload-get"
	kindUploadDelete = "upload-delete"
)

// methodKinds are what is done with a manifest, a blob or an upload.
var methodKinds = map[string]map[string]string{
	"manifests": {
		http.MethodHead: kindManifestHead,
		http.MethodGet:  kindManifestGet,
		http.MethodPut:  kindManifestPut,
	},
	"blobs": {
		http.MethodHead: kindBlobHead,
		http.MethodGet:  kindBlobGet,
	},
	"blobs/uploads": {
		http.MethodPost:   kindUploadPost,
		http.MethodPatch:  kindUploadPatch,
		http.MethodPut:    kindUploadPut,
		http.MethodGet:    kindUploadGet,
		http.MethodDelete: kindUploadDelete,
	},
}

// marks are what stands between a repository and a reference. An upload's is looked for before a blob's.
var marks = []string{"/manifests/", "/blobs/uploads/", "/blobs/", "/tags/", "/referrers/"}

func parseRoute(r *http.Request) route {
	switch r.URL.Path {
	case "/token":
		return route{kind: kindToken}
	case "/v2", "/v2/":
		return route{kind: kindPing}
	}
	path, isRegistry := strings.CutPrefix(r.URL.Path, "/v2/")
	if !isRegistry {
		return route{kind: kindOther}
	}
	for _, mark := range marks {
		// A reference has no slash, so the last mark is the one that counts.
		if i := strings.LastIndex(path, mark); i > 0 {
			kind := kindOf(r, strings.Trim(mark, "/"))
			return route{kind: kind, repository: path[:i], reference: path[i+len(mark):]}
		}
	}
	return route{kind: kindOther}
}

func kindOf(r *http.Request, what string) string {
	switch what {
	case "tags":
		return kindTags
	case "referrers":
		return kindReferrers
	}
	kind, isKnown := methodKinds[what][r.Method]
	switch {
	case !isKnown:
		return kindOther
	case kind == kindUploadPost && r.URL.Query().Has("mount"):
		return kindMount
	}
	return kind
}

// needs are the scopes that a request must have, as distribution wants them: who writes must be able to read, and who
// mounts must be able to read the other repository.
func (t route) needs(r *http.Request) []scope {
	if t.repository == "" {
		return nil
	}
	scopes := []scope{newScope(t.repository, actionsOf(r.Method)...)}
	if from := r.URL.Query().Get("from"); from != "" && from != t.repository {
		scopes = append([]scope{newScope(from, "pull")}, scopes...)
	}
	return scopes
}

func actionsOf(method string) []string {
	switch method {
	case http.MethodGet, http.MethodHead:
		return []string{"pull"}
	case http.MethodDelete:
		return []string{"delete"}
	}
	return []string{"pull", "push"}
}

func isDigest(reference string) bool {
	return strings.Contains(reference, ":")
}
