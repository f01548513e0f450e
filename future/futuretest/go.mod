module github.com/futurelint/futurelint/future/futuretest

go 1.26.0

require (
	github.com/futurelint/futurelint v0.0.0
	go.uber.org/goleak v1.3.0
)

replace github.com/futurelint/futurelint => ../..
