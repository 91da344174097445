module image-mirror.test/bench/registry

go 1.23
