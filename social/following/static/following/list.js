// "Tick all" of a group: ticks every box in its section, or none when all are ticked.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-tick-all]");
  if (!button) return;
  const boxes = [...button.closest("section").querySelectorAll('input[type="checkbox"]')];
  const all = boxes.every((box) => box.checked);
  for (const box of boxes) box.checked = !all;
});
