package unbounded

import (
	"context"
	"net"
	"sync"

	"github.com/futurelint/futurelint/testdata/work"
)

// BadAccept starts a goroutine for whoever connects.
func BadAccept(ctx context.Context, ln net.Listener) error {
	var wg sync.WaitGroup
	defer wg.Wait()
	for {
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		wg.Add(1)
		go func() { // want `go starts a goroutine for each connection that is accepted.*\(unbounded/accept\)`
			defer wg.Done()
			defer conn.Close()
			_ = work.Fetch(ctx, work.Quick)
		}()
	}
}

// GoodAccept waits for room before it lets the next one in.
func GoodAccept(ctx context.Context, ln net.Listener) error {
	slots := make(chan struct{}, 8)
	var wg sync.WaitGroup
	defer wg.Wait()
	for {
		slots <- struct{}{}
		conn, err := ln.Accept()
		if err != nil {
			return err
		}
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer func() { <-slots }()
			defer conn.Close()
			_ = work.Fetch(ctx, work.Quick)
		}()
	}
}
