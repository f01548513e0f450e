module github.com/futurelint/futurelint/future/bench

go 1.26.0

require (
	github.com/alitto/pond/v2 v2.7.1
	github.com/futurelint/futurelint v0.0.0
	github.com/panjf2000/ants/v2 v2.12.1
	github.com/samber/mo v1.16.0
	github.com/sourcegraph/conc v0.3.0
	golang.org/x/sync v0.25.0
)

require (
	github.com/google/renameio/v2 v2.0.2 // indirect
	go.uber.org/atomic v1.7.0 // indirect
	go.uber.org/multierr v1.9.0 // indirect
)

replace github.com/futurelint/futurelint => ../..
