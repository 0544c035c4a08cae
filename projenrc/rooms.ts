import type { awscdk } from 'projen';

/** What each room of `src/` may import, besides itself. Data flows one way. */
const ROOMS: Record<string, string[]> = {
  app: [],
  recording: ['app'],
  detection: ['app', 'recording'],
  review: ['app', 'recording', 'detection'],
  compliance: ['app', 'recording', 'detection'],
};

/** Lint rules that keep imports acyclic and flowing in the direction of the rooms. */
export function enforceRooms(project: awscdk.AwsCdkConstructLibrary): void {
  // What users load; to look for circles everywhere takes three times as long.
  project.eslint?.addOverride({ files: ['src/**'], rules: { 'import/no-cycle': ['error', { ignoreExternal: true }] } });
  project.eslint?.addRules({
    'import/no-restricted-paths': ['error', {
      zones: [
        ...Object.entries(ROOMS).map(([room, sources]) => ({
          target: `./src/${room}`,
          from: './src',
          except: [room, ...sources].map(allowed => `./${allowed}`),
        })),
        // The command line may see every room, and nobody sees it.
        { target: './src/*.ts', from: './src/cli', message: 'only the command line itself knows the command line' },
        { target: './src', from: './src/index.ts', message: 'index.ts is the public list, nothing imports it' },
      ],
    }],
  });
}
