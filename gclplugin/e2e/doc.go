// Package e2e tests futurelint in golangci-lint as it is built for users. It is a
// module of its own, so that golangci-lint is no dependency of futurelint.
package e2e
