package orphan

// lifetimes reports goroutines whose end nobody sees to, whatever they send.
func (c *checker) lifetimes() {
	if ticker.Enabled() && c.m.HasTicks() {
		c.ticker()
	}
	if !c.m.HasSpawns() && !(deafWait.Enabled() && c.m.HasDeafCalls()) {
		return
	}
	if unwaited.Enabled() && c.m.HasWaitGroups() {
		c.unwaited()
	}
	if response.Enabled() && c.m.HasHandlers() {
		c.response()
	}
	if endless.Enabled() || unstoppable.Enabled() {
		c.endless()
	}
	if deafWait.Enabled() && c.m.HasDeafCalls() {
		c.deafWaits()
	}
	if ctxWatcher.Enabled() {
		c.watchers()
	}
	if startedNotClosed.Enabled() {
		c.startedNotClosed()
	}
	if detached.Enabled() {
		c.detached()
	}
	if unjoined.Policy.Match(c.m.Types.Path()) {
		c.unjoined()
	}
}
