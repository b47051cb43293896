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
  event.target.closest?.("[popover] button")?.closest("[popover]")?.hidePopover();
});

document.addEventListener("change", (event) => {
  if (event.target.id === "file" && event.target.files.length) send(document.getElementById("text"));
});

// The page keeps what is being typed when it changes; what was sent is taken out here.
document.addEventListener("htmx:after:request", (event) => {
  const ctx = event.detail.ctx;
  if (ctx.sourceElement?.id !== "say") return;
  const file = document.getElementById("file");
  if (file) file.value = "";
  const box = document.getElementById("text");
  if (!box || ctx.response.status >= 400 || ctx.request.submitter?.name === "sticker") return;
  box.value = "";
  box.focus();
});
