export { programOf } from "../../templates/scripts/lesson/taking/program.js";
export { subjectOf } from "../../templates/scripts/lesson/taking/subject.js";
export { csvOf, jsonOf, tomlOf } from "../../templates/scripts/lesson/taking/text.js";
