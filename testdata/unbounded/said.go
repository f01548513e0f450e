package unbounded

import (
	"context"
	"sync"

	"github.com/futurelint/futurelint/testdata/staff"
	"github.com/futurelint/futurelint/testdata/work"
)

// BadSaidSpawn starts a goroutine for each file, as but a directive says.
func BadSaidSpawn(ctx context.Context, files []string) error {
	office := staff.New()
	defer office.Close()
	for _, f := range files {
		office.Post(func() { work.Log(ctx, f); _ = work.Fetch(ctx, f) }) // want `office.Post starts a task for each element of files with nothing to bound them.*\(unbounded/size\)`
	}
	return nil
}

// GoodSaidLimited waits for room before it starts one.
func GoodSaidLimited(ctx context.Context, files []string) error {
	office := staff.New()
	defer office.Close()
	for _, f := range files {
		office.Queue(func() { _ = work.Fetch(ctx, f) })
	}
	return nil
}

// GoodSaidJoined waits for each of them.
func GoodSaidJoined(ctx context.Context, files []string) error {
	office := staff.New()
	defer office.Close()
	for _, f := range files {
		office.Finish(func() { _ = work.Fetch(ctx, f) })
	}
	return nil
}

// GoodSaidMaker starts them in what was made with a limit.
func GoodSaidMaker(ctx context.Context, files []string) error {
	office := staff.Small()
	defer office.Close()
	for _, f := range files {
		office.Post(func() { _ = work.Fetch(ctx, f) })
	}
	return nil
}

// GoodSaidType starts them in what always has a limit.
func GoodSaidType(ctx context.Context, files []string) error {
	clinic := staff.NewClinic()
	defer clinic.Close()
	for _, f := range files {
		clinic.Post(func() { _ = work.Fetch(ctx, f) })
	}
	return nil
}

// GoodSaidGate waits for room itself.
func GoodSaidGate(ctx context.Context, files []string) error {
	door := staff.NewDoor()
	var wg sync.WaitGroup
	for _, f := range files {
		if err := door.Enter(ctx); err != nil {
			break
		}
		wg.Go(func() {
			defer door.Leave()
			_ = work.Fetch(ctx, f)
		})
	}
	wg.Wait()
	return nil
}

// BadSaidNoGate leaves it to others to wait.
func BadSaidNoGate(ctx context.Context, files []string) error {
	door := staff.NewDoor()
	defer door.Leave()
	var wg sync.WaitGroup
	defer wg.Wait()
	for _, f := range files {
		wg.Go(func() { _ = work.Fetch(ctx, f) }) // want `wg.Go starts a task for each element of files with nothing to bound them.*\(unbounded/size\)`
	}
	return door.Enter(ctx)
}
