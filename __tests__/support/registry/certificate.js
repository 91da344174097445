/**
 * A certificate for `localhost` and `127.0.0.1` that signs itself and is worth nothing: the key stands beside it. For
 * `startRegistry({ tls: testCertificate })`; a client trusts it by `ca: testCertificate.cert`.
 */
export const testCertificate = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgN+PW8iYcCOwDI6q/
5IAvDGAwoIzI7j2SLotbJtTLMlOhRANCAATCCz9n/vSKZ3hjf7+y1uItLzhbb/Kp
l9N9VlJxFYqdCmAk3fvZGFvX5GHoZTXR+KaP9Pb1yKyF2X/cfXrlNbNg
-----END PRIVATE KEY-----
`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBpzCCAU2gAwIBAgIUfkI+DZIxtNSvRwjH/Ng5HM/6gZowCgYIKoZIzj0EAwIw
GjEYMBYGA1UEAwwPcmVnaXN0cnkgZG91YmxlMCAXDTI2MTEyMTA1MjYwM1oYDzIx
MjYxMDI4MDUyNjAzWjAaMRgwFgYDVQQDDA9yZWdpc3RyeSBkb3VibGUwWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAATCCz9n/vSKZ3hjf7+y1uItLzhbb/Kpl9N9VlJx
FYqdCmAk3fvZGFvX5GHoZTXR+KaP9Pb1yKyF2X/cfXrlNbNgo28wbTAdBgNVHQ4E
FgQUwWLEDWQibP89mbmTs8TKCgyAJu8wHwYDVR0jBBgwFoAUwWLEDWQibP89mbmT
s8TKCgyAJu8wDwYDVR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SH
BH8AAAEwCgYIKoZIzj0EAwIDSAAwRQIhAKOiCBM7phLJZe5Z4PDIru91MEXJKUhA
05K5myp6Fk4JAiBKbH18M4CnCl8ZsrjzC4oNB0Hp85nBAoU2OST9whUQHQ==
-----END CERTIFICATE-----
`,
};
