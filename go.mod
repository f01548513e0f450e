module github.com/futurelint/futurelint

go 1.26.0

require (
	golang.org/x/tools v0.49.0
	honnef.co/go/tools v0.8.1
)

require golang.org/x/sync v0.25.0 // indirect
