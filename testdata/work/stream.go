package work

import (
	"context"
	"io"
)

// A Stream hands out messages until its context ends.
type Stream struct {
	ctx  context.Context
	left int
}

// Open opens a stream of three messages. The stream lives as long as ctx does.
func Open(ctx context.Context, u string) (*Stream, error) {
	if err := Fetch(ctx, u); err != nil {
		return nil, err
	}
	return &Stream{ctx: ctx, left: 3}, nil
}

// Recv returns the next message, io.EOF when there is none left.
func (s *Stream) Recv() (string, error) {
	if err := s.ctx.Err(); err != nil {
		return "", err
	}
	if s.left == 0 {
		return "", io.EOF
	}
	s.left--
	return "message", nil
}

// Close closes the stream.
func (s *Stream) Close() error {
	s.left = 0
	return nil
}

// Drain receives until the stream ends and returns what ended it, nil if that
// was its end.
func (s *Stream) Drain() error {
	for {
		if _, err := s.Recv(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// A Subscription is to what somebody publishes, until its context ends.
type Subscription struct{ receive func() error }

// Subscribe subscribes to u. The subscription lives as long as ctx does.
func Subscribe(ctx context.Context, u string) (*Subscription, error) {
	if err := Fetch(ctx, u); err != nil {
		return nil, err
	}
	return &Subscription{ctx.Err}, nil
}

// All receives all that there is and returns what ended it, nil if that was its
// end.
func (s *Subscription) All() error { return s.receive() }
