import { describe, expect, it } from '@jest/globals';

import { outline } from './reading.js';

interface Sample {
  readonly name: string;
  readonly text: string;
  readonly args?: Record<string, string>;
  readonly want: readonly string[];
}

/** Files in the manner of those that many repositories have. */
const samples: readonly Sample[] = [
  {
    name: 'a Go service',
    text: `# syntax=docker/dockerfile:1

ARG GO_VERSION=1.22
ARG ALPINE_VERSION=3.20

FROM --platform=$BUILDPLATFORM golang:\${GO_VERSION}-alpine\${ALPINE_VERSION} AS build
ARG TARGETOS TARGETARCH
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
RUN --mount=type=bind,target=. \\
    --mount=type=cache,target=/root/.cache/go-build \\
    # static, since the last stage is empty
    CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -o /out/app ./cmd/app

FROM alpine:\${ALPINE_VERSION} AS certs
RUN apk add --no-cache ca-certificates

FROM scratch
COPY --from=certs /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/app /app
ENTRYPOINT ["/app"]
`,
    want: [
      'syntax docker/dockerfile:1 @1',
      'FROM golang:1.22-alpine3.20 @6',
      'FROM alpine:3.20 @17',
      'FROM scratch @20',
    ],
  },
  {
    name: 'a Node application with a tool from another image',
    text: `FROM node:20-bookworm-slim AS base
ENV PNPM_HOME="/pnpm" PATH="$PNPM_HOME:$PATH"
RUN corepack enable

FROM base AS deps
RUN --mount=type=bind,source=package.json,target=package.json \\
    --mount=type=cache,id=pnpm,target=/pnpm/store pnpm install --frozen-lockfile

FROM base AS production
COPY --from=ghcr.io/astral-sh/uv:0.4.20 /uv /bin/
COPY --chown=node:node --from=deps /app/node_modules ./node_modules
RUN --mount=from=busybox:1.36,source=/bin,target=/bb,ro /bb/ls
HEALTHCHECK --interval=30s CMD curl -f http://localhost/ || exit 1
`,
    want: ['FROM node:20-bookworm-slim @1', 'COPY ghcr.io/astral-sh/uv:0.4.20 @10', 'RUN busybox:1.36 @12'],
  },
  {
    name: 'a script in a here-document that writes Dockerfiles',
    text: `FROM debian:12
RUN <<-"SCRIPT" bash -eu
	for version in 14 15; do
	cat > "Dockerfile.$version" <<EOF
	FROM postgres:$version
	EOF
	done
	SCRIPT
COPY <<run.sh <<stop.sh /usr/local/bin/
#!/bin/sh
FROM=here
run.sh
FROM nowhere
stop.sh
RUN echo "It's done" && cat <<EOF
RUN true
`,
    want: ['FROM debian:12 @1', 'problem @15'],
  },
  {
    name: 'Windows, with another escape character',
    text: [
      '\ufeff# escape=`',
      'ARG TAG=ltsc2022',
      'FROM mcr.microsoft.com/windows/servercore:${TAG} AS installer',
      'SHELL ["powershell", "-Command", "$ErrorActionPreference = \'Stop\';"]',
      'RUN Invoke-WebRequest -OutFile C:\\temp\\x.zip `',
      '      https://example.com/x.zip; `',
      '    Expand-Archive C:\\temp\\x.zip C:\\',
      'FROM mcr.microsoft.com/windows/nanoserver:%TAG%',
      'COPY --from=installer C:\\x\\ C:\\x\\',
    ].join('\r\n'),
    args: { TAG: 'ltsc2025' },
    want: [
      'FROM mcr.microsoft.com/windows/servercore:ltsc2025 @3',
      'FROM mcr.microsoft.com/windows/nanoserver:%TAG% @8',
    ],
  },
  {
    name: 'a file that keeps one image, pinned',
    text: `# renovate: datasource=docker
FROM quay.io/prometheus/node-exporter:v1.8.2@sha256:4032c6d5bfd752342c3e631c2f1de93ba6b86c41db6b167b9a35372c139e7706
`,
    want: [
      'FROM quay.io/prometheus/node-exporter:v1.8.2@sha256:4032c6d5bfd752342c3e631c2f1de93ba6b86c41db6b167b9a35372c139e7706 @2',
    ],
  },
  {
    name: 'a base that the caller chooses',
    text: `ARG REGISTRY=docker.io
ARG BASE=\${REGISTRY}/library/python:3.12
ARG VARIANT
FROM \${BASE}\${VARIANT:+-\${VARIANT}} AS base
FROM base AS test
RUN pytest
FROM base AS release
`,
    args: { REGISTRY: 'mirror.example.com', VARIANT: 'slim' },
    want: ['FROM mirror.example.com/library/python:3.12-slim @4'],
  },
  {
    name: 'a file that another program fills in',
    text: `FROM {{ base_image }}
RUN echo {{ message }}
`,
    want: ['problem @1'],
  },
  {
    name: 'a file left over from a merge',
    text: `<<<<<<< HEAD
FROM node:18
=======
FROM node:20
>>>>>>> main
RUN npm ci
`,
    want: ['FROM node:18 @2', 'FROM node:20 @4'],
  },
];

describe('T5 T6 T7 T8 files as they are written', () => {
  it.each(samples.map((row) => [row.name, row] as const))('T8 %s', (_, { text, args, want }) => {
    expect(outline(text, args)).toEqual(want);
  });
});
