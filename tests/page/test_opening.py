"""A model's file, opened on the page as a person does it."""

import io
import json
import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser import OpenPage

RECORDED = Path(__file__).resolve().parents[1] / "formats" / "recorded"
ANSWERS = json.loads((RECORDED / "pytorch.json").read_text(encoding="utf-8"))


def open_file(page: Page, file: Path | FilePayload) -> None:
    page.get_by_label("Or open a model’s file").set_input_files(file)


def npz(**arrays: np.ndarray) -> FilePayload:
    packed = io.BytesIO()
    np.savez_compressed(packed, **arrays)  # type: ignore[arg-type]
    return {"name": "mine.npz", "mimeType": "application/octet-stream", "buffer": packed.getvalue()}


def choose(page: Page, name: str, value: str) -> None:
    page.get_by_role("group", name="What it does not say, choose here").get_by_label(name).select_option(
        value
    )


def test_a_state_dict_becomes_the_network_and_computes_pytorchs_numbers(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_text("Another network, or a formula").click()
    open_file(page, RECORDED / "state_dict.pt")
    expect(page.get_by_text("state_dict.pt is a PyTorch state_dict.")).to_be_visible()
    opens = page.get_by_role("button", name="Open it")
    expect(opens).to_be_disabled()
    choose(page, "Activation of layer 1", "tanh")
    # The loss brings the only activation that it takes.
    choose(page, "Loss", "bce")
    opens.click()
    expect(opens).to_have_count(0)
    answer = ANSWERS["state_dict.pt"]
    x1, x2 = answer["x"]
    page.evaluate(f"backprop.set({{ leaves: {{ x1: {x1}, x2: {x2}, y: 1 }} }})")
    values, gradients = page.evaluate("[backprop.values(), backprop.gradients()]")
    assert values["yhat"] == pytest.approx(answer["prediction"][0], rel=1e-12)
    assert values["L"] == pytest.approx(answer["loss"], rel=1e-12)
    assert gradients["w11"] == pytest.approx(answer["gradients"][0][0][0], rel=1e-10)


def test_an_onnx_model_brings_its_activations_and_computes_pytorchs_numbers(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_text("Another network, or a formula").click()
    open_file(page, RECORDED / "gemm.onnx")
    expect(page.get_by_text("gemm.onnx is an ONNX model.")).to_be_visible()
    choose(page, "Loss", "bce")
    page.get_by_role("button", name="Open it").click()
    answer = ANSWERS["gemm.onnx"]
    x1, x2 = answer["x"]
    page.evaluate(f"backprop.set({{ leaves: {{ x1: {x1}, x2: {x2}, y: 1 }} }})")
    values = page.evaluate("backprop.values()")
    # The file has floats, of which torch computed in single precision.
    assert values["yhat"] == pytest.approx(answer["prediction"][0], rel=1e-6)
    assert values["L"] == pytest.approx(answer["loss"], rel=1e-6)


def test_a_file_may_be_dropped_anywhere_and_its_matrices_turned(open_page: OpenPage) -> None:
    page = open_page()
    content = npz(W1=np.arange(6.0).reshape(2, 3) / 10, W2=np.ones((3, 1)))["buffer"]
    page.evaluate(
        """(bytes) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([new Uint8Array(bytes)], "keras.npz"));
          document.querySelector("h1").dispatchEvent(
            new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: transfer }));
        }""",
        list(content),
    )
    # Two inputs, three neurons: the matrices fit each other in this way only.
    expect(page.get_by_text("Layer W1: 2 → 3")).to_be_visible()
    expect(page.get_by_role("button", name="Each column is a neuron")).to_have_attribute(
        "aria-pressed", "true"
    )
    choose(page, "Activation of layer 1", "relu")
    choose(page, "Activation of layer 2", "identity")
    choose(page, "Loss", "mse")
    page.get_by_role("button", name="Open it").click()
    leaves = page.evaluate("backprop.state().leaves")
    assert [leaves[name] for name in ("w11", "w12", "w21", "w22")] == [0.0, 0.3, 0.1, 0.4]


def test_what_cannot_be_opened_is_said_and_changes_nothing(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_text("Another network, or a formula").click()
    before = page.evaluate("JSON.stringify(backprop.state())")
    open_file(page, {"name": "m.keras", "mimeType": "", "buffer": b"x"})
    expect(page.locator("#notice")).to_contain_text("m.keras: found another kind of file")
    open_file(page, npz(W1=np.zeros((2, 90))))
    expect(page.locator("#notice")).to_contain_text("mine.npz: found 90 inputs, expected at most 64 here")
    assert page.evaluate("JSON.stringify(backprop.state())") == before
    expect(page.get_by_role("button", name="Open it")).to_have_count(0)


def test_what_was_opened_is_kept_by_its_link_whatever_its_size(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_text("Another network, or a formula").click()
    rng = np.random.default_rng(1)
    open_file(page, npz(W1=rng.normal(size=(32, 4)), W2=rng.normal(size=(3, 32))))
    choose(page, "Activation of layer 1", "relu")
    choose(page, "Activation of layer 2", "softmax")
    page.get_by_role("button", name="Open it").click()
    expect(page).to_have_url(re.compile("net=4;32:relu;3:softmax;cce"))
    loss = page.evaluate("backprop.values().L")
    page.reload()
    assert page.evaluate("backprop.values().L") == loss
