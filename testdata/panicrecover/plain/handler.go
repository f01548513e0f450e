package plain

import (
	"context"
	"fmt"
	"sync"

	"github.com/futurelint/futurelint/testdata/panicrecover/jobs"
)

// A request and a response look like what protoc makes.
type (
	request  struct{ job string }
	response struct{ value string }
)

// ProtoMessage marks the type as a message.
func (*request) ProtoMessage() {}

// ProtoMessage marks the type as a message.
func (*response) ProtoMessage() {}

// A server serves gRPC, whose servers recover nothing unless an interceptor does.
type server struct{ mu sync.Mutex }

// Search is a method of a gRPC service.
func (s *server) Search(ctx context.Context, req *request) (*response, error) {
	resp := &response{}
	s.fanOut([]string{jobs.Fine, req.job}, resp)
	return resp, ctx.Err()
}

func (s *server) fanOut(list []string, resp *response) {
	var wg sync.WaitGroup
	for _, job := range list {
		wg.Add(1)
		go func() { // want `goroutine started with go while a request is served: the gRPC server does not recover a panic in jobs.Parse.*\(panicrecover/handler\)`
			defer wg.Done()
			value := jobs.Parse(job)
			s.mu.Lock()
			defer s.mu.Unlock()
			resp.value += value
		}()
	}
	wg.Wait()
}

// intercepted calls a method of a service as an interceptor does, which recovers.
func intercepted(call func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("recovered: %v", r)
		}
	}()
	return call()
}

// BadFanOut serves a request with goroutines that the interceptor does not cover.
func BadFanOut(job string) error {
	return intercepted(func() error {
		_, err := new(server).Search(context.Background(), &request{job})
		return err
	})
}
