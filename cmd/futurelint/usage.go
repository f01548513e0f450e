package main

// shortUsage is what -h prints: no more than fits a screen.
const shortUsage = `futurelint finds the ways futures-style concurrency fails in Go.

	futurelint [flags] [packages]

Look at everything, in the packages below:

	futurelint ./...

Let only what is new since the branch began fail a pull request:

	futurelint -new-from-merge-base origin/main -f github ./...

Take what is there for granted, and see what comes next:

	futurelint -write-baseline .futurelint.json ./...
	futurelint -baseline .futurelint.json ./...

futurelint explain CHECK says what a check is about, futurelint list which there
are, and futurelint help all flags. The exit status is 0, or 1 if there are
findings, or 2 if the job could not be done.
`

// usage is what help prints.
const usage = `futurelint finds the ways futures-style concurrency fails in Go.

	futurelint [flags] [packages]
	futurelint explain CHECK...   what a check or sub-check finds, and what to do
	futurelint list               the sub-checks with their tiers
	futurelint completion SHELL   a script that completes: bash, zsh or fish
	futurelint version
	futurelint help

Packages are named as for go vet, which does the loading.

Which checks run:

	-tier default|strict  the sub-checks to start from
	-checks LIST          names and negated names, separated by commas:
	                      ctxthread, ctxthread/producer, -rejectnil, all.
	                      With a name that is not negated only what is named
	                      runs. A check stands for its sub-checks in the tier,
	                      a sub-check and all for themselves in any tier.
	-tests auto|all|none  whether to report in _test.go files, and in what else is
	                      there for tests: functions that are given a
	                      testing.TB, files that import testing, packages
	                      called mock, fake or testutil; all of it is read in
	                      any case. auto: some checks do
	-config FILE|none     the configuration file, instead of the .futurelint.yaml
	                      of each module; flags go before what it says
	-CHECK=BOOL, -CHECK.SUB=BOOL, -CHECK.tests=MODE
	                      the flags of go vet -vettool=futurelint

What comes out:

	-f FORMAT[=FILE]      text, stylish, json, sarif, github, rdjsonl, junit,
	                      gitlab, html or markdown, to the standard output or
	                      a file. It may be given several times
	-explain              after the findings, the text about each sub-check
	-diff                 the suggested fixes as a unified diff instead
	-fix                  apply the suggested fixes, then report what is left

Which findings count:

	-new-from-merge-base REF
	                      those that were not there where HEAD parted from REF;
	                      git knows what was, and fingerprints tell old from new
	-new-from-rev REV     those that were not there at REV
	-baseline FILE        those that FILE does not list; stale entries are named
	-write-baseline FILE  write FILE, with all findings
	-exit-zero            exit with 0 in spite of findings

For the go command: -C, -tags, -mod, -modfile, -overlay, -buildvcs.

The exit status is 0 if there is nothing to report, 1 if there are findings (or
a diff), and 2 if the job could not be done, or only for some packages.

As a vettool: go vet -vettool=$(which futurelint) [flags] [packages]
`
