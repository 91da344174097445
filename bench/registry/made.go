package main

import "fmt"

const (
	manifestType = "application/vnd.oci.image.manifest.v1+json"
	configType   = "application/vnd.oci.image.config.v1+json"
	layerType    = "application/vnd.oci.image.layer.v1.tar+gzip"
)

// descriptor is https://github.com/opencontainers/image-spec/blob/main/descriptor.md
type descriptor struct {
	MediaType string `json:"mediaType"`
	Digest    string `json:"digest"`
	Size      int    `json:"size"`
}

// makeImages fills the store with small images, the same ones each time: a source and a target that both made them up
// have nothing to copy. Each has its own config and shares one layer. An image's tag is its number in its repository.
func (s *store) makeImages(images, tagsEach int) {
	layer := []byte("a layer of an image that was made up")
	for i := range images {
		name := fmt.Sprintf("library/small-%d", i/tagsEach+1)
		tag := fmt.Sprintf("1.%d", i%tagsEach)
		config := mustJSON(map[string]any{
			"os":           "linux",
			"architecture": "amd64",
			"config":       map[string]any{"Labels": map[string]string{"name": name + ":" + tag}},
			"rootfs":       map[string]any{"type": "layers", "diff_ids": []string{digestOf(layer)}},
		})
		s.putBlob(name, digestOf(layer), &blob{size: int64(len(layer)), content: layer})
		s.putBlob(name, digestOf(config), &blob{size: int64(len(config)), content: config})
		content := mustJSON(map[string]any{
			"schemaVersion": 2,
			"mediaType":     manifestType,
			"config":        descriptor{configType, digestOf(config), len(config)},
			"layers":        []descriptor{{layerType, digestOf(layer), len(layer)}},
		})
		s.putContent(name, tag, &manifest{manifestType, content})
		s.madeUp = append(s.madeUp, image{name, tag, digestOf(content)})
	}
}

// image is what a tag resolves to.
type image struct {
	Repository string `json:"repository"`
	Tag        string `json:"tag"`
	Digest     string `json:"digest"`
}
