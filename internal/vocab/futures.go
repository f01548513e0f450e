package vocab

const (
	futurePkg = "github.com/futurelint/futurelint/future"
	jizhuozhi = "github.com/jizhuozhi/go-future"
	reugn     = "github.com/reugn/async"
	chebyrash = "github.com/chebyrash/promise"
	asmsh     = "github.com/asmsh/promise"
	mo        = "github.com/samber/mo"
)

// futures holds what starts and settles futures. What takes a value and an
// error, such as Settle, is no rejection: nil is its good end, and only an error
// that says nothing is a mistake.
var futures = []Row{
	// The reference runtime: panics become errors. The work of a lazy or a
	// flight is shared by all who wait for it, and has a context of its own.
	// The first error of a group ends the context that its tasks are given.
	{Pkg: futurePkg, Name: "Go", Role: Spawn, Arg: 1, Traits: GivesContext | Recovers},
	{Pkg: futurePkg, Name: "GoTraced", Role: Spawn, Arg: 2, Traits: GivesContext | Recovers},
	{Pkg: futurePkg, Name: "NewLazy", Role: Spawn, Traits: GivesContext | Recovers},
	{Pkg: futurePkg, Name: "NewLazy", Role: Share, Traits: GivesContext},
	{Pkg: futurePkg, Name: "Flight.Do", Role: Share, Arg: 2, Traits: GivesContext},
	{Pkg: futurePkg, Name: "Future.Reject", Role: Reject},
	{Pkg: futurePkg, Name: "Future.Settle", Role: Settle, Arg: 1, Traits: NilSucceeds},
	{Pkg: futurePkg, Name: "Future.Await", Role: Await},
	{Pkg: futurePkg, Name: "Lazy.Await", Role: Await},
	{Pkg: futurePkg, Name: "NewGroup", Role: NewGroup, Traits: GivesContext | CancelsOnError},
	{Pkg: futurePkg, Name: "Group.Go", Role: Spawn, Traits: GivesContext | Recovers},
	{Pkg: futurePkg, Name: "Group.TryGo", Role: Spawn, Traits: GivesContext | Recovers},
	{Pkg: futurePkg, Name: "Group.Wait", Role: Join, Traits: EndsContext},
	{Pkg: futurePkg, Name: "Limit", Role: Limit},
	{Pkg: futurePkg, Name: "ForEach", Role: RunAll, Arg: 3, Traits: GivesContext | CancelsOnError | Recovers},
	{Pkg: futurePkg, Name: "ForEach", Role: Limit, Arg: 1},
	{Pkg: futurePkg, Name: "Collect", Role: RunAll, Arg: 3, Traits: GivesContext | CancelsOnError | Recovers},
	{Pkg: futurePkg, Name: "Collect", Role: Limit, Arg: 1},
	{Pkg: futurePkg, Name: "First", Role: RunAll, Arg: 1, Traits: GivesContext | CancelsOnResult | Recovers},
	{Pkg: futurePkg, Name: "Race", Role: RunAll, Arg: 1, Traits: GivesContext | CancelsOnResult | Recovers},
	{Pkg: futurePkg, Name: "Hedge", Role: RunAll, Arg: 3, Traits: GivesContext | CancelsOnResult | Recovers},

	// github.com/jizhuozhi/go-future: panics become errors. Its promises
	// are set with a value and an error. CtxAsync hands on the context it is
	// given as it is.
	{Pkg: jizhuozhi, Name: "Async", Role: Spawn, Traits: Recovers},
	{Pkg: jizhuozhi, Name: "CtxAsync", Role: Spawn, Arg: 1, Traits: GivesContext | Recovers},
	{Pkg: jizhuozhi, Name: "Submit", Role: Spawn, Arg: 1, Traits: Recovers},
	{Pkg: jizhuozhi, Name: "CtxSubmit", Role: Spawn, Arg: 2, Traits: GivesContext | Recovers},

	// github.com/reugn/async: a promise is an interface, and Failure(nil) is
	// success. Tasks run once per Call, with no recover; an executor
	// recovers and hands its own context on.
	{Pkg: reugn, Name: "Promise.Failure", Role: Reject},
	{Pkg: reugn, Name: "NewTask", Role: Spawn},
	{Pkg: reugn, Name: "ExecutorService.Submit", Role: Spawn, Traits: GivesContext | SharedPool | Recovers},
	{Pkg: reugn, Name: "Executor.Submit", Role: Spawn, Traits: GivesContext | SharedPool | Recovers},
	{Pkg: reugn, Name: "Once.Do", Role: Share},

	// github.com/chebyrash/promise: the executor runs in a goroutine and is
	// given resolve and reject; a panic rejects.
	{Pkg: chebyrash, Name: "New", Role: Rejecter, RejectArg: 1},
	{Pkg: chebyrash, Name: "New", Role: Spawn, Traits: Recovers},
	{Pkg: chebyrash, Name: "NewWithPool", Role: Rejecter, RejectArg: 1},
	{Pkg: chebyrash, Name: "NewWithPool", Role: Spawn, Traits: Recovers},

	// github.com/asmsh/promise: promises are made of results. ErrRes(nil) is
	// defined to be success, so it is no rejection.
	{Pkg: asmsh, Name: "Go", Role: Spawn, Traits: Recovers},
	{Pkg: asmsh, Name: "GoFunc", Role: Spawn, Traits: Recovers},
	{Pkg: asmsh, Name: "NewGroup", Role: NewGroup, Arg: -1},
	{Pkg: asmsh, Name: "Group.Go", Role: Spawn, Traits: Recovers},
	{Pkg: asmsh, Name: "Group.GoErr", Role: Spawn, Traits: Recovers},
	{Pkg: asmsh, Name: "Group.GoValErr", Role: Spawn, Traits: Recovers},
	{Pkg: asmsh, Name: "Group.GoCtxErr", Role: Spawn, Traits: GivesContext | Recovers},
	{Pkg: asmsh, Name: "Group.GoCtxValErr", Role: Spawn, Traits: GivesContext | Recovers},
	{Pkg: asmsh, Name: "Group.GoCtxRes", Role: Spawn, Traits: GivesContext | Recovers},
	{Pkg: asmsh, Name: "Group.Wait", Role: Join},

	// github.com/samber/mo: the callback runs in a goroutine without a
	// recover; reject(nil) gives the zero value and no error.
	{Pkg: mo, Name: "NewFuture", Role: Rejecter, RejectArg: 1},
	{Pkg: mo, Name: "NewFuture", Role: Spawn},
}
