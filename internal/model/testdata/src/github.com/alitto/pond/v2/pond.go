// Package pond has some names of the real one.
package pond

type Pool interface {
	Submit(task func()) Task
	NewGroup() TaskGroup
}

type Task interface{ Wait() error }

type TaskGroup interface {
	Submit(tasks ...func()) TaskGroup
	Wait() error
}

func NewPool(n int) Pool { return nil }
