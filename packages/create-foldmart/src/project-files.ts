import type { Answers } from './answers.js';
import { appNameOf } from './app-name.js';
import { manifest, typeScriptConfig } from './files/manifest.js';
import { readme } from './files/readme.js';
import { composeFile, envExample, hasServices } from './files/services.js';
import { workflow } from './files/workflow.js';
import { fillTemplate, type Files } from './fill-template.js';
import { singularOf } from './thing-names.js';

const ignored = 'node_modules/\n*.log\n*.tape.json\n.env\n.env.*\n!.env.example\n';

/**
 * Every file of a new project, by its path.
 *
 * @param version the version of Foldmart that the project depends on
 * @throws WrongAnswer if an answer cannot be used
 */
export function projectFiles(answers: Answers, template: Files, version: string): Files {
  const app = appNameOf(answers.folder);
  const thing = singularOf(answers.thing);
  return new Map([
    ['.env.example', envExample(app, answers)],
    ['.github/workflows/ci.yml', workflow(answers)],
    ['.gitignore', ignored],
    ['README.md', readme(app, thing, answers)],
    ...(hasServices(answers) ? [['compose.yaml', composeFile(app, answers)] as const] : []),
    ...fillTemplate(template, app, thing),
    ['package.json', manifest(app, answers, version)],
    ['tsconfig.json', typeScriptConfig()],
  ]);
}
