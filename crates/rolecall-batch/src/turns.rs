//! Something that workers use one after the other, in the order of their batches.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// A thing and whose turn it is.
pub(crate) struct Turns<T> {
    state: Mutex<State<T>>,
    turned: Condvar,
}

struct State<T> {
    turn: u64,
    stopped: bool,
    thing: T,
}

impl<T> Turns<T> {
    pub(crate) fn new(thing: T) -> Self {
        Turns { state: Mutex::new(State { turn: 0, stopped: false, thing }), turned: Condvar::new() }
    }

    /// Waits for the turn of this number and uses the thing; `None` if it was stopped.
    pub(crate) fn take<R>(&self, number: u64, use_it: impl FnOnce(&mut T) -> R) -> Option<R> {
        let mut state = self.lock();
        while state.turn != number && !state.stopped {
            state = self.turned.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.stopped {
            return None;
        }
        let result = use_it(&mut state.thing);
        state.turn += 1;
        self.turned.notify_all();
        Some(result)
    }

    /// Lets nobody use the thing any more.
    pub(crate) fn stop(&self) {
        self.lock().stopped = true;
        self.turned.notify_all();
    }

    /// The thing, when all is done.
    pub(crate) fn into_inner(self) -> T {
        self.state.into_inner().unwrap_or_else(PoisonError::into_inner).thing
    }

    /// A panic elsewhere does not spoil the thing: it stops all turns.
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
