/** What the tests in this folder ask of the page's modules, in V8; bundled and minified as the page's script is. */
export { backward, createGraph, forward, localDerivatives } from "../../templates/scripts/engine/graph.js";
export { buildGraph, leafValues } from "../../templates/scripts/engine/network.js";
export { OPS } from "../../templates/scripts/engine/operations/table.js";
export { addressOf, choicesOf, opensTheSame, sourcesOf, sourceText } from "../../templates/scripts/link.js";
export {
  decodeAddress,
  encodeAddress,
  handyAddress,
  readNumber,
} from "../../templates/scripts/lesson/address.js";
export { decimalsFor, isRight } from "../../templates/scripts/lesson/answers.js";
export {
  bugHuntOf,
  BUGS,
  namesOfBug,
  passWithBug,
  placesOf,
  puzzleOf,
} from "../../templates/scripts/lesson/bugs.js";
export { changeOf } from "../../templates/scripts/lesson/change.js";
export { curveOf } from "../../templates/scripts/lesson/curves.js";
export { caseOf, diagnose, MISTAKES } from "../../templates/scripts/lesson/diagnosis.js";
export { explain } from "../../templates/scripts/lesson/explain.js";
export { countOf } from "../../templates/scripts/lesson/figures/cost.js";
export { FIGURES } from "../../templates/scripts/lesson/figures/table.js";
export { inOperations, layerSteps, sameStep, usualGrain } from "../../templates/scripts/lesson/grain.js";
export { guessQuestion } from "../../templates/scripts/lesson/guess.js";
export { layerSizes } from "../../templates/scripts/lesson/layersizes.js";
export { ledgerOf } from "../../templates/scripts/lesson/ledger.js";
export { limitsWith, losses, redraw, reshape } from "../../templates/scripts/lesson/networks.js";
export { isBegun, mayBeThousands, readTyped } from "../../templates/scripts/lesson/numbers.js";
export { nudgedLeaf } from "../../templates/scripts/lesson/nudge.js";
export { pathEnds, studyPaths } from "../../templates/scripts/lesson/paths.js";
export { seedChoices } from "../../templates/scripts/lesson/practice.js";
export { withNames } from "../../templates/scripts/lesson/operations.js";
export { OPERATION_NAMES, REMARK_NAMES } from "../../templates/scripts/lesson/remarks.js";
export { earlierGradients } from "../../templates/scripts/lesson/earliergradients.js";
export { programOf } from "../../templates/scripts/lesson/taking/program.js";
export { subjectOf } from "../../templates/scripts/lesson/taking/subject.js";
export { tomlOf } from "../../templates/scripts/lesson/taking/text.js";
export { sentence } from "../../templates/scripts/lesson/sentences.js";
export { createLesson } from "../../templates/scripts/lesson/steps.js";
export { HIDEABLE, isHidden, withHidden } from "../../templates/scripts/lesson/views.js";
export { FIRST_TOOL_CHOICES, TOOLS } from "../../templates/scripts/lesson/tools.js";
export { derive, firstChoices, madeSource, presetSource, sceneOf } from "../../templates/scripts/model.js";
export { createBuilder } from "../../templates/scripts/page/builder.js";
export { createCommands } from "../../templates/scripts/page/commands.js";
export { createHistory } from "../../templates/scripts/page/history.js";
export { createToolbox } from "../../templates/scripts/page/toolbox.js";
export { createPublicInterface } from "../../templates/scripts/public.js";
export { createStore } from "../../templates/scripts/store.js";
export { seededRandom } from "../../templates/scripts/engine/playground.js";
export { ofPlayground } from "../../templates/scripts/lesson/playground.js";
export { makeSurface, planeOf } from "../../templates/scripts/training/surface.js";
export { differences, studyOf } from "../../templates/scripts/training/tool.js";
export { figureView } from "../../templates/scripts/view/figures.js";
export { announcement, spokenSentence } from "../../templates/scripts/view/announce.js";
export { foreignSentence, leftSentence } from "../../templates/scripts/view/format.js";
export { fieldText, formatGiven, formatNumber, writeWith } from "../../templates/scripts/view/format.js";
export { toMarkup } from "../../templates/scripts/view/h.js";
export { derivationLatex } from "../../templates/scripts/view/latex.js";
export { liveText } from "../../templates/scripts/view/live.js";
export { inTurn } from "../../templates/scripts/view/inturn.js";
export { layoutFor } from "../../templates/scripts/view/layout.js";
export { mathChunks, toMath } from "../../templates/scripts/view/mathml.js";
export { takenOf } from "../../templates/scripts/view/taken.js";
export { LIVE_REGIONS, PRINT_REGIONS } from "../../templates/scripts/view/regions.js";
export { stepListView } from "../../templates/scripts/view/steplist.js";
export { worksheetView } from "../../templates/scripts/view/worksheet.js";
export { formulaText } from "../../templates/scripts/view/text.js";
export { opened } from "../opened.js";
export { roundOf, slipsOf } from "../../templates/scripts/lesson/round.js";
