/* The floor renews itself, but never under the hand of somebody who is moving a person or closing a seat. */
document.addEventListener("htmx:beforeRequest", function (event) {
  "use strict";
  if (event.target.id === "floor" && document.querySelector("#floor details[open], dialog[open]")) event.preventDefault();
});
