import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '..');

/**
 * Every member of Electron's interface that the application touches, read from the types: "app.whenReady()",
 * "app.on('before-quit')", "BrowserWindow.maximize()", "new BrowserWindow".
 */
export function findElectronCalls(): readonly string[] {
  const files = ['src/main', 'src/preload'].flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => join(ROOT, folder, name)),
  );
  const program = ts.createProgram(files, {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
    strict: true,
    types: ['node'],
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
  });
  const checker = program.getTypeChecker();
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    const name = nameOf(node, checker);
    if (name) found.add(name);
    ts.forEachChild(node, visit);
  };
  for (const file of files) {
    const source = program.getSourceFile(file);
    if (source) visit(source);
  }
  return [...found].sort();
}

function nameOf(node: ts.Node, checker: ts.TypeChecker): string | null {
  if (ts.isNewExpression(node)) {
    const constructed = checker.getTypeAtLocation(node).getSymbol();
    return constructed && isElectrons(constructed) ? `new ${constructed.name}` : null;
  }
  if (!ts.isPropertyAccessExpression(node)) return null;
  const member = checker.getSymbolAtLocation(node.name);
  if (!member || !isOfElectronsClass(member)) return null;
  const owner = ownerOf(node, checker);
  const call = ts.isCallExpression(node.parent) && node.parent.expression === node ? node.parent : null;
  if (!call) return `${owner}.${member.name}`;
  const [first] = call.arguments;
  const isListener = ['on', 'once', 'off'].includes(member.name);
  return isListener ? `${owner}.${member.name}(${eventOf(first)})` : `${owner}.${member.name}()`;
}

const eventOf = (argument: ts.Expression | undefined): string =>
  argument && ts.isStringLiteral(argument) ? `'${argument.text}'` : '…';

/** A module such as "app" by its own name, an object by its class. */
function ownerOf(node: ts.PropertyAccessExpression, checker: ts.TypeChecker): string {
  const type = checker.getNonNullableType(checker.getTypeAtLocation(node.expression));
  const { expression } = node;
  if (ts.isIdentifier(expression) && /^[a-z]/.test(expression.text)) {
    const symbol = checker.getSymbolAtLocation(expression);
    const imported = symbol?.declarations?.some((declaration) => ts.isImportSpecifier(declaration));
    if (imported) return expression.text;
  }
  return (type.getSymbol() ?? type.aliasSymbol)?.name ?? 'unknown';
}

const isElectrons = (symbol: ts.Symbol): boolean =>
  symbol.declarations?.some(({ parent }) => parent.getSourceFile().fileName.endsWith('electron.d.ts')) ??
  false;

/** Of a class or module with behaviour, and not a field of plain options or results. */
function isOfElectronsClass(symbol: ts.Symbol): boolean {
  return (
    symbol.declarations?.some(
      (declaration) =>
        declaration.getSourceFile().fileName.endsWith('electron.d.ts') &&
        (ts.isClassDeclaration(declaration.parent) || isModuleInterface(declaration.parent)),
    ) ?? false
  );
}

const isModuleInterface = (node: ts.Node): boolean =>
  ts.isInterfaceDeclaration(node) && node.members.some((member) => ts.isMethodSignature(member));
