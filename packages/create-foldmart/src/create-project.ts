import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Answers } from './answers.js';
import { hasServices } from './files/services.js';
import { projectFiles } from './project-files.js';
import { readTemplate } from './read-template.js';
import { writeProject } from './write-project.js';

/**
 * Writes a project and returns what to do next, as text.
 *
 * @param home the folder of this package, with its template and its manifest
 * @throws WrongAnswer if an answer cannot be used or the folder is not empty
 */
export function createProject(home: string, answers: Answers): string {
  const files = projectFiles(answers, readTemplate(join(home, 'template')), versionOf(home));
  writeProject(answers.folder, files);
  return nextSteps(answers, files.size);
}

/** The version of this package, which is that of all Foldmart packages. */
export function versionOf(home: string): string {
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  return version;
}

function nextSteps(answers: Answers, count: number): string {
  const here = relative(process.cwd(), resolve(answers.folder));
  const steps = [
    ...(here === '' ? [] : [`cd ${here}`]),
    'npm install',
    'npm test',
    ...(hasServices(answers) ? ['npm run services', 'cp .env.example .env'] : []),
    'npm start',
  ];
  return `wrote ${count} files to ${answers.folder}\n\nNext:\n${steps.map((step) => `  ${step}`).join('\n')}\n`;
}
