/** What a person does with the tool "take": a file is handed out, a drawing as PNG drawn first. */
import { selfStyled } from "./drawing.js";
import { slideOf } from "./slide.js";
import { handOut } from "./handout.js";
import { takenOf } from "../view/taken.js";

/** A picture has so many dots for each unit of the drawing: enough for a slide. */
const DOTS = 3;

/**
 * @param {import("./toolbox.js").Surroundings} surroundings
 * @returns {import("./toolbox.js").ToolActions}
 */
export function createTaking({ model, document, window }) {
  const page = { document, window };

  /**
   * @param {string} name
   * @param {string} drawing
   */
  function handOutPicture(name, drawing) {
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = image.width * DOTS;
      canvas.height = image.height * DOTS;
      canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
      try {
        canvas.toBlob((content) => content && handOut(page, name, content), "image/png");
      } catch {
        // WebKit gives no dots of a drawing with HTML in it: then the drawing itself.
        handOut(page, name.replace(/png$/, "svg"), drawing);
      }
    };
    image.src = `data:image/svg+xml,${encodeURIComponent(drawing)}`;
  }

  return {
    byName: {
      /** @param {Element} button */
      take(button) {
        const what = button.getAttribute("data-take") ?? "";
        const taken = takenOf(model(), what, "");
        if (!taken) return;
        const { drawing, below } = taken;
        const text = !drawing
          ? taken.text
          : below
            ? slideOf(drawing, below, document)
            : selfStyled(drawing, document);
        if (drawing && what !== "svg") handOutPicture(taken.name, text);
        else handOut(page, taken.name, text);
      },
    },
  };
}
