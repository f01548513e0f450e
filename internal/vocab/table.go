package vocab

// table is the whole vocabulary, one slice a subject. A row names what exists:
// the module in verify loads the packages and compares.
var table = [...][]Row{concurrency, contexts, observation, futures, failures, deaf}
