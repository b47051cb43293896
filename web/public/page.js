// What htmx leaves to do: keys, the mention, and an empty box after sending. Everything works without it.

const send = (box) => box.form.requestSubmit(box.form.querySelector(".send"));

document.addEventListener("keydown", (event) => {
  // While a Chinese input method composes, Enter chooses a word.
  const box = event.target;
  if (box.id === "text" && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    send(box);
  }
});

document.addEventListener("click", (event) => {
  const words = event.target.closest?.("[data-insert]")?.dataset.insert;
  const box = document.getElementById("text");
  if (words && box) {
    box.setRangeText(words, box.selectionStart, box.selectionEnd, "end");
    box.focus();
  }
  // What was chosen closes what it was chosen from.
  event.target.closest?.("[popover] :is(button, a)")?.closest("[popover]")?.hidePopover();
});

document.addEventListener("change", (event) => {
  if (event.target.id === "file" && event.target.files.length) send(document.getElementById("text"));
});

// What is sent leaves the box at once and its form gets another key, so that the next words are another message; a
// second press of the same key finds the box empty. What could not be sent comes back.
const sent = new Map();
let count = 0;
document.addEventListener("htmx:config:request", (event) => {
  const { ctx } = event.detail;
  const form = ctx.sourceElement;
  if (form.id !== "say") return;
  const { key, text, file } = form.elements;
  const sticker = ctx.request.body.has("sticker");
  if (!sticker && !text.value.trim() && !file.files.length) {
    event.preventDefault();
    return;
  }
  key.value = `${key.value.split("~")[0]}~${(count += 1)}`;
  if (sticker) return;
  sent.set(ctx, text.value);
  text.value = "";
  file.value = "";
  text.focus();
});
const giveBack = (event) => {
  const { ctx } = event.detail;
  const box = document.getElementById("text");
  if (sent.has(ctx) && !(ctx.response?.status < 400) && box?.value === "") box.value = sent.get(ctx);
  sent.delete(ctx);
};
document.addEventListener("htmx:finally:request", giveBack);

// A change that comes while something else is being asked for is asked about afterwards.
const wire = document.getElementById("wire");
const asking = new Set();
let missed = false;
const isWire = (event) => event.detail.ctx.sourceElement === wire;
document.addEventListener("htmx:before:request", (event) => void (isWire(event) || asking.add(event.detail.ctx)));
document.addEventListener("htmx:finally:request", (event) => {
  asking.delete(event.detail.ctx);
  if (asking.size || !missed) return;
  missed = false;
  // Only after htmx has let go of the request that just ended.
  setTimeout(() => htmx.trigger(wire, "changed"));
});
wire?.addEventListener("changed", () => void (missed ||= asking.size > 0), { capture: true });
