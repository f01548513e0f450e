package vocab

const (
	errgroup  = "golang.org/x/sync/errgroup"
	semaphore = "golang.org/x/sync/semaphore"
	flight    = "golang.org/x/sync/singleflight"
	conc      = "github.com/sourcegraph/conc"
	concPanic = "github.com/sourcegraph/conc/panics"
	concPool  = "github.com/sourcegraph/conc/pool"
	concIter  = "github.com/sourcegraph/conc/iter"
	concFlow  = "github.com/sourcegraph/conc/stream"
	pond1     = "github.com/alitto/pond"
	pond2     = "github.com/alitto/pond/v2"
	ants      = "github.com/panjf2000/ants/v2"
)

// concurrency holds what starts, limits, shares and waits for goroutines.
var concurrency = []Row{
	// golang.org/x/sync/errgroup: the derived context ends at the first error
	// and when Wait returns. A panic in a task ends the process; the releases
	// v0.14 and v0.15 alone raised it again in Wait, which their own source
	// tells. SetLimit takes a negative number for no limit.
	{Pkg: errgroup, Name: "WithContext", Role: NewGroup, CtxResult: 1, Traits: CancelsOnError},
	{Pkg: errgroup, Name: "Group.Go", Role: Spawn},
	{Pkg: errgroup, Name: "Group.TryGo", Role: Spawn},
	{Pkg: errgroup, Name: "Group.Wait", Role: Join, Traits: EndsContext},
	{Pkg: errgroup, Name: "Group.SetLimit", Role: Limit},

	// golang.org/x/sync/semaphore: Acquire fails when its context ends before
	// there is room, and then holds nothing.
	{Pkg: semaphore, Name: "Weighted.Acquire", Role: Acquire, Arg: 1},
	{Pkg: semaphore, Name: "Weighted.TryAcquire", Role: Acquire},
	{Pkg: semaphore, Name: "Weighted.Release", Role: Release},

	// golang.org/x/sync/singleflight: Do runs the function in the goroutine of
	// the first caller, DoChan in a new one, where nobody can recover a panic.
	{Pkg: flight, Name: "Group.Do", Role: Share, Arg: 1},
	{Pkg: flight, Name: "Group.DoChan", Role: Share, Arg: 1},

	// sync: a panic in a task of WaitGroup.Go ends the process. OnceFunc and its
	// like raise a panic again in every caller; Once.Do does not, and counts as
	// done.
	{Pkg: "sync", Name: "WaitGroup.Go", Role: Spawn},
	{Pkg: "sync", Name: "WaitGroup.Wait", Role: Join},
	{Pkg: "sync", Name: "Once.Do", Role: Share},
	{Pkg: "sync", Name: "OnceFunc", Role: Share},
	{Pkg: "sync", Name: "OnceValue", Role: Share},
	{Pkg: "sync", Name: "OnceValues", Role: Share},

	// context and time: the function runs in a goroutine of its own.
	{Pkg: "context", Name: "AfterFunc", Role: Spawn, Arg: 1},
	{Pkg: "time", Name: "AfterFunc", Role: Spawn, Arg: 1},

	// net/http: a server runs its handlers in goroutines of its own, and prints
	// what they panic with.
	{Pkg: "net/http", Name: "HandleFunc", Role: Spawn, Arg: 1, Traits: Serves | Recovers},
	{Pkg: "net/http", Name: "Handle", Role: Spawn, Arg: 1, Traits: Serves | Recovers},
	{Pkg: "net/http", Name: "ServeMux.HandleFunc", Role: Spawn, Arg: 1, Traits: Serves | Recovers},
	{Pkg: "net/http", Name: "ServeMux.Handle", Role: Spawn, Arg: 1, Traits: Serves | Recovers},

	// github.com/sourcegraph/conc v0.3: a panic of a task is caught and raised
	// again in Wait. Settings are made on the way from New: only a pool
	// WithContext hands its context to tasks, and only WithCancelOnError lets an
	// error end it. WithFirstError says which errors Wait returns, no more. A
	// limit below 1 panics. What iter does is bounded by GOMAXPROCS unless an
	// iterator says otherwise.
	{Pkg: conc, Name: "NewWaitGroup", Role: NewGroup, Arg: -1},
	{Pkg: conc, Name: "WaitGroup.Go", Role: Spawn, Traits: Recovers | Reraises},
	{Pkg: conc, Name: "WaitGroup.Wait", Role: Join},
	{Pkg: conc, Name: "WaitGroup.WaitAndRecover", Role: Join},
	{Pkg: concPanic, Name: "Try", Role: Run, Traits: Recovers},
	{Pkg: concPanic, Name: "Catcher.Try", Role: Run, Traits: Recovers},
	{Pkg: concPool, Name: "New", Role: NewGroup, Arg: -1},
	{Pkg: concPool, Name: "NewWithResults", Role: NewGroup, Arg: -1},
	{Pkg: concPool, Name: "Pool.WithErrors", Role: Configure, Arg: -1},
	{Pkg: concPool, Name: "Pool.WithContext", Role: Configure, Traits: TakesContext | GivesContext},
	{Pkg: concPool, Name: "Pool.WithMaxGoroutines", Role: Configure, Arg: -1},
	{Pkg: concPool, Name: "Pool.WithMaxGoroutines", Role: Limit},
	{Pkg: concPool, Name: "Pool.Go", Role: Spawn, Traits: Recovers | Reraises},
	{Pkg: concPool, Name: "Pool.Wait", Role: Join},
	{Pkg: concPool, Name: "ErrorPool.WithContext", Role: Configure, Traits: TakesContext | GivesContext},
	{Pkg: concPool, Name: "ErrorPool.WithFirstError", Role: Configure, Arg: -1},
	{Pkg: concPool, Name: "ErrorPool.WithMaxGoroutines", Role: Configure, Arg: -1},
	{Pkg: concPool, Name: "ErrorPool.WithMaxGoroutines", Role: Limit},
	{Pkg: concPool, Name: "ErrorPool.Go", Role: Spawn, Traits: Recovers | Reraises},
	{Pkg: concPool, Name: "ErrorPool.Wait", Role: Join},
	{Pkg: concPool, Name: "ContextPool.WithCancelOnError", Role: Configure, Arg: -1, Traits: CancelsOnError},
	{Pkg: concPool, Name: "ContextPool.WithFirstError", Role: Configure, Arg: -1},
	{Pkg: concPool, Name: "ContextPool.WithMaxGoroutines", Role: Configure, Arg: -1},
	{Pkg: concPool, Name: "ContextPool.WithMaxGoroutines", Role: Limit},
	{Pkg: concPool, Name: "ContextPool.Go", Role: Spawn, Traits: GivesContext | Recovers | Reraises},
	{Pkg: concPool, Name: "ContextPool.Wait", Role: Join, Traits: EndsContext},
	{Pkg: concPool, Name: "ResultPool.WithErrors", Role: Configure, Arg: -1},
	{Pkg: concPool, Name: "ResultPool.WithContext", Role: Configure, Traits: TakesContext | GivesContext},
	{Pkg: concPool, Name: "ResultPool.WithMaxGoroutines", Role: Configure, Arg: -1},
	{Pkg: concPool, Name: "ResultPool.WithMaxGoroutines", Role: Limit},
	{Pkg: concPool, Name: "ResultPool.Go", Role: Spawn, Traits: Recovers | Reraises},
	{Pkg: concPool, Name: "ResultPool.Wait", Role: Join},
	{Pkg: concPool, Name: "ResultErrorPool.WithContext", Role: Configure, Traits: TakesContext | GivesContext},
	{Pkg: concPool, Name: "ResultErrorPool.WithFirstError", Role: Configure, Arg: -1},
	{Pkg: concPool, Name: "ResultErrorPool.WithCollectErrored", Role: Configure, Arg: -1},
	{Pkg: concPool, Name: "ResultErrorPool.WithMaxGoroutines", Role: Configure, Arg: -1},
	{Pkg: concPool, Name: "ResultErrorPool.WithMaxGoroutines", Role: Limit},
	{Pkg: concPool, Name: "ResultErrorPool.Go", Role: Spawn, Traits: Recovers | Reraises},
	{Pkg: concPool, Name: "ResultErrorPool.Wait", Role: Join},
	{Pkg: concPool, Name: "ResultContextPool.WithCancelOnError", Role: Configure, Arg: -1, Traits: CancelsOnError},
	{Pkg: concPool, Name: "ResultContextPool.WithFirstError", Role: Configure, Arg: -1},
	{Pkg: concPool, Name: "ResultContextPool.WithCollectErrored", Role: Configure, Arg: -1},
	{Pkg: concPool, Name: "ResultContextPool.WithMaxGoroutines", Role: Configure, Arg: -1},
	{Pkg: concPool, Name: "ResultContextPool.WithMaxGoroutines", Role: Limit},
	{Pkg: concPool, Name: "ResultContextPool.Go", Role: Spawn, Traits: GivesContext | Recovers | Reraises},
	{Pkg: concPool, Name: "ResultContextPool.Wait", Role: Join, Traits: EndsContext},
	{Pkg: concFlow, Name: "New", Role: NewGroup, Arg: -1},
	{Pkg: concFlow, Name: "Stream.WithMaxGoroutines", Role: Configure, Arg: -1},
	{Pkg: concFlow, Name: "Stream.WithMaxGoroutines", Role: Limit},
	{Pkg: concFlow, Name: "Stream.Go", Role: Spawn, Traits: Recovers | Reraises},
	{Pkg: concFlow, Name: "Stream.Wait", Role: Join},
	{Pkg: concIter, Name: "ForEach", Role: RunAll, Arg: 1, Traits: Recovers | Reraises},
	{Pkg: concIter, Name: "ForEachIdx", Role: RunAll, Arg: 1, Traits: Recovers | Reraises},
	{Pkg: concIter, Name: "Map", Role: RunAll, Arg: 1, Traits: Recovers | Reraises},
	{Pkg: concIter, Name: "MapErr", Role: RunAll, Arg: 1, Traits: Recovers | Reraises},
	{Pkg: concIter, Name: "Iterator.ForEach", Role: RunAll, Arg: 1, Traits: Recovers | Reraises},
	{Pkg: concIter, Name: "Iterator.ForEachIdx", Role: RunAll, Arg: 1, Traits: Recovers | Reraises},
	{Pkg: concIter, Name: "Mapper.Map", Role: RunAll, Arg: 1, Traits: Recovers | Reraises},
	{Pkg: concIter, Name: "Mapper.MapErr", Role: RunAll, Arg: 1, Traits: Recovers | Reraises},

	// github.com/alitto/pond v1: a pool is shared, a group belongs to its caller.
	// Panics go to the pool's handler, which prints them: whoever waits sees
	// success. Once a task has failed, Wait of a group with a context returns
	// without waiting for the tasks that still run.
	{Pkg: pond1, Name: "New", Role: Limit, Traits: SharedPool},
	{Pkg: pond1, Name: "WorkerPool.Submit", Role: Spawn, Traits: SharedPool | Recovers},
	{Pkg: pond1, Name: "WorkerPool.TrySubmit", Role: Spawn, Traits: SharedPool | Recovers},
	{Pkg: pond1, Name: "WorkerPool.SubmitBefore", Role: Spawn, Traits: SharedPool | Recovers},
	{Pkg: pond1, Name: "WorkerPool.SubmitAndWait", Role: RunAll, Traits: SharedPool | Recovers},
	{Pkg: pond1, Name: "WorkerPool.StopAndWait", Role: Join, Traits: SharedPool},
	{Pkg: pond1, Name: "WorkerPool.Group", Role: NewGroup, Arg: -1},
	{Pkg: pond1, Name: "TaskGroup.Submit", Role: Spawn, Traits: Recovers},
	{Pkg: pond1, Name: "TaskGroup.Wait", Role: Join},
	{Pkg: pond1, Name: "WorkerPool.GroupContext", Role: NewGroup, CtxResult: 1, Traits: CancelsOnError},
	{Pkg: pond1, Name: "TaskGroupWithContext.Submit", Role: Spawn, Traits: Recovers},
	{Pkg: pond1, Name: "TaskGroupWithContext.Wait", Role: Join, Traits: EndsContext},

	// github.com/alitto/pond/v2: pools and groups are interfaces; those of
	// results are generic. A panic becomes the task's error, unless the pool was
	// made WithoutPanicRecovery. The first error ends a group's context, success
	// does not; the context of a group with results cannot be had, so its tasks
	// may use the parent. A limit of 0 is none, which is what the package's own
	// pool has.
	{Pkg: pond2, Name: "NewPool", Role: Limit, Traits: SharedPool},
	{Pkg: pond2, Name: "NewResultPool", Role: Limit, Traits: SharedPool},
	{Pkg: pond2, Name: "NewSubpool", Role: Limit, Traits: SharedPool},
	{Pkg: pond2, Name: "Pool.NewSubpool", Role: Limit, Traits: SharedPool},
	{Pkg: pond2, Name: "ResultPool.NewSubpool", Role: Limit, Traits: SharedPool},
	{Pkg: pond2, Name: "BasePool.Resize", Role: Limit, Traits: SharedPool},
	{Pkg: pond2, Name: "Submit", Role: Spawn, Traits: SharedPool | Recovers},
	{Pkg: pond2, Name: "SubmitErr", Role: Spawn, Traits: SharedPool | Recovers},
	{Pkg: pond2, Name: "Pool.Go", Role: Spawn, Traits: SharedPool | Recovers},
	{Pkg: pond2, Name: "Pool.Submit", Role: Spawn, Traits: SharedPool | Recovers},
	{Pkg: pond2, Name: "Pool.SubmitErr", Role: Spawn, Traits: SharedPool | Recovers},
	{Pkg: pond2, Name: "Pool.TrySubmit", Role: Spawn, Traits: SharedPool | Recovers},
	{Pkg: pond2, Name: "Pool.TrySubmitErr", Role: Spawn, Traits: SharedPool | Recovers},
	{Pkg: pond2, Name: "ResultPool.Submit", Role: Spawn, Traits: SharedPool | Recovers},
	{Pkg: pond2, Name: "ResultPool.SubmitErr", Role: Spawn, Traits: SharedPool | Recovers},
	{Pkg: pond2, Name: "ResultPool.TrySubmit", Role: Spawn, Traits: SharedPool | Recovers},
	{Pkg: pond2, Name: "ResultPool.TrySubmitErr", Role: Spawn, Traits: SharedPool | Recovers},
	{Pkg: pond2, Name: "BasePool.StopAndWait", Role: Join, Traits: SharedPool},
	{Pkg: pond2, Name: "NewGroup", Role: NewGroup, Arg: -1, Traits: CancelsOnError},
	{Pkg: pond2, Name: "Pool.NewGroup", Role: NewGroup, Arg: -1, Traits: CancelsOnError},
	{Pkg: pond2, Name: "ResultPool.NewGroup", Role: NewGroup, Arg: -1},
	{Pkg: pond2, Name: "Pool.NewGroupContext", Role: NewGroup, Traits: CancelsOnError},
	{Pkg: pond2, Name: "ResultPool.NewGroupContext", Role: NewGroup},
	{Pkg: pond2, Name: "TaskGroup.Submit", Role: Spawn, Traits: Recovers},
	{Pkg: pond2, Name: "TaskGroup.SubmitErr", Role: Spawn, Traits: Recovers},
	{Pkg: pond2, Name: "ResultTaskGroup.Submit", Role: Spawn, Traits: Recovers},
	{Pkg: pond2, Name: "ResultTaskGroup.SubmitErr", Role: Spawn, Traits: Recovers},
	{Pkg: pond2, Name: "TaskGroup.Wait", Role: Join},
	{Pkg: pond2, Name: "ResultTaskGroup.Wait", Role: Join},
	{Pkg: pond2, Name: "TaskGroup.Context", Role: GroupContext},

	// github.com/panjf2000/ants/v2: a panic is logged, or given to the pool's
	// handler, and the task is lost. A pool with a function runs that one at
	// every Invoke. The package's own pool has no limit to speak of. Releasing
	// with a time limit or a context may give up before the tasks end, so it is
	// no join.
	{Pkg: ants, Name: "NewPool", Role: Limit, Traits: SharedPool},
	{Pkg: ants, Name: "NewPoolWithFunc", Role: Limit, Traits: SharedPool},
	{Pkg: ants, Name: "NewPoolWithFuncGeneric", Role: Limit, Traits: SharedPool},
	{Pkg: ants, Name: "NewMultiPool", Role: Limit, Arg: 1, Traits: SharedPool},
	{Pkg: ants, Name: "NewMultiPoolWithFunc", Role: Limit, Arg: 1, Traits: SharedPool},
	{Pkg: ants, Name: "NewMultiPoolWithFuncGeneric", Role: Limit, Arg: 1, Traits: SharedPool},
	{Pkg: ants, Name: "poolCommon.Tune", Role: Limit, Traits: SharedPool},
	{Pkg: ants, Name: "MultiPool.Tune", Role: Limit, Traits: SharedPool},
	{Pkg: ants, Name: "MultiPoolWithFunc.Tune", Role: Limit, Traits: SharedPool},
	{Pkg: ants, Name: "MultiPoolWithFuncGeneric.Tune", Role: Limit, Traits: SharedPool},
	{Pkg: ants, Name: "Submit", Role: Spawn, Traits: SharedPool | Recovers},
	{Pkg: ants, Name: "Pool.Submit", Role: Spawn, Traits: SharedPool | Recovers},
	{Pkg: ants, Name: "MultiPool.Submit", Role: Spawn, Traits: SharedPool | Recovers},
	{Pkg: ants, Name: "NewPoolWithFunc", Role: Spawn, Arg: 1, Traits: SharedPool | Recovers},
	{Pkg: ants, Name: "NewPoolWithFuncGeneric", Role: Spawn, Arg: 1, Traits: SharedPool | Recovers},
	{Pkg: ants, Name: "NewMultiPoolWithFunc", Role: Spawn, Arg: 2, Traits: SharedPool | Recovers},
	{Pkg: ants, Name: "NewMultiPoolWithFuncGeneric", Role: Spawn, Arg: 2, Traits: SharedPool | Recovers},
	{Pkg: ants, Name: "PoolWithFunc.Invoke", Role: Invoke, Traits: SharedPool | Recovers},
	{Pkg: ants, Name: "PoolWithFuncGeneric.Invoke", Role: Invoke, Traits: SharedPool | Recovers},
	{Pkg: ants, Name: "MultiPoolWithFunc.Invoke", Role: Invoke, Traits: SharedPool | Recovers},
	{Pkg: ants, Name: "MultiPoolWithFuncGeneric.Invoke", Role: Invoke, Traits: SharedPool | Recovers},
}
