package feed

// Deliver sends v.
func Deliver[T any](c chan<- T, v T) { c <- v }

// DeliverAll sends the values, one after the other, and closes the channel then.
func DeliverAll[T any](c chan<- T, values []T) {
	defer close(c)
	for _, v := range values {
		c <- v
	}
}

// Receive takes what was sent.
func Receive[T any](c <-chan T) T { return <-c }
