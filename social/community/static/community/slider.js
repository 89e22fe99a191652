/** The period slider: moves the month chooser beside it and submits. */
for (const slider of document.querySelectorAll("input[type=range][data-values]")) {
  const values = slider.dataset.values.split(",");
  slider.addEventListener("change", (event) => {
    event.stopPropagation();
    const address = new URL(location.href);
    address.searchParams.set(slider.dataset.target, values[Number(slider.value)]);
    location.assign(address);
  });
}
