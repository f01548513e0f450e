module github.com/futurelint/futurelint/testdata

go 1.26.0

require (
	github.com/alitto/pond v1.9.2
	github.com/alitto/pond/v2 v2.7.1
	github.com/futurelint/futurelint v0.0.0-00010101000000-000000000000
	github.com/panjf2000/ants/v2 v2.12.1
	github.com/pkg/errors v0.9.1
	github.com/reugn/async v0.10.0
	github.com/samber/mo v1.16.0
	github.com/sourcegraph/conc v0.3.0
	go.uber.org/multierr v1.11.0
	golang.org/x/sync v0.25.0
)

replace github.com/futurelint/futurelint => ../
