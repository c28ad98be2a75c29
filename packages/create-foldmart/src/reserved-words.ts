/** Words that JavaScript or TypeScript does not accept as the name of a constant. */
export const reservedWords: ReadonlySet<string> = new Set(
  [
    'arguments await break case catch class const continue debugger default delete do else enum',
    'eval export extends false finally for function if implements import in instanceof interface',
    'let new null package private protected public return static super switch this throw true try',
    'typeof undefined var void while with yield',
  ].flatMap((line) => line.split(' ')),
);

/** The members of every application, and `then`: a decider with such a name is refused. */
export const applicationNames: ReadonlySet<string> = new Set(
  [
    'ask bodies bus cache catchUp clock close codec database domain handle ids inspect logFile logger',
    'metrics outages probeDatabase projections promptBus publish query random registry rows',
    'serveMetrics settings start telemetry then waitFor wakeUps watchdog',
  ].flatMap((line) => line.split(' ')),
);
