package vocab

const (
	errgroup  = "golang.org/x/sync/errgroup"
	futurePkg = "github.com/futurelint/futurelint/future"
)

// table is sorted by system. A row stays until an exhibit shows it at work.
var table = []Row{
	// golang.org/x/sync/errgroup
	{Pkg: errgroup, Name: "WithContext", Role: NewGroup, Arg: 0, CtxResult: 1, Traits: CancelsOnError},
	{Pkg: errgroup, Name: "Group.Go", Role: Spawn, Arg: 0},
	{Pkg: errgroup, Name: "Group.TryGo", Role: Spawn, Arg: 0},
	{Pkg: errgroup, Name: "Group.Wait", Role: Join},
	{Pkg: errgroup, Name: "Group.SetLimit", Role: Limit, Arg: 0},

	// sync
	{Pkg: "sync", Name: "WaitGroup.Go", Role: Spawn, Arg: 0},
	{Pkg: "sync", Name: "WaitGroup.Wait", Role: Join},

	// context
	{Pkg: "context", Name: "WithCancel", Role: Derive, Arg: 0},
	{Pkg: "context", Name: "WithCancelCause", Role: Derive, Arg: 0},
	{Pkg: "context", Name: "WithDeadline", Role: Derive, Arg: 0},
	{Pkg: "context", Name: "WithDeadlineCause", Role: Derive, Arg: 0},
	{Pkg: "context", Name: "WithTimeout", Role: Derive, Arg: 0},
	{Pkg: "context", Name: "WithTimeoutCause", Role: Derive, Arg: 0},
	{Pkg: "context", Name: "WithValue", Role: Derive, Arg: 0},
	{Pkg: "os/signal", Name: "NotifyContext", Role: Derive, Arg: 0},
	{Pkg: "context", Name: "Background", Role: Detach},
	{Pkg: "context", Name: "TODO", Role: Detach},
	{Pkg: "context", Name: "WithoutCancel", Role: Detach},
	{Pkg: "context", Name: "Cause", Role: Poll, Arg: 0},
	{Pkg: "context", Name: "AfterFunc", Role: Spawn, Arg: 1},
	{Pkg: "time", Name: "AfterFunc", Role: Spawn, Arg: 1},

	// log/slog
	{Pkg: "log/slog", Name: "*", Role: ValuesOnly},

	// the reference runtime
	{Pkg: futurePkg, Name: "Go", Role: Spawn, Arg: 1, Traits: Recovers},
	{Pkg: futurePkg, Name: "Future.Reject", Role: Reject, Arg: 0},
}
