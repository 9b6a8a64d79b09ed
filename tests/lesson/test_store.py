"""The store: one state, one way to change it; in V8, without a page."""

from generator.script import Script

STORE = """() => {
  const store = createStore({ step: 1, leaves: { w11: 0.5 } });
  const heard = [];
  const undo = store.subscribe((state, before) => heard.push([before.step, state.step]));
  const first = store.state();
  store.update({ step: 2 });
  store.update({ step: 2 });
  store.update({});
  store.update({ step: 3 });
  undo();
  undo();
  store.update({ step: 4 });
  return { heard, frozen: Object.isFrozen(store.state()), first: first.step, last: store.state().step, kept: store.state().leaves === first.leaves };
}"""


def test_a_change_is_heard_once_and_nothing_else_is(script: Script) -> None:
    found = script.call(STORE)
    assert found["heard"] == [[1, 2], [2, 3]]
    assert (found["first"], found["last"], found["kept"]) == (1, 4, True)
    assert found["frozen"]
