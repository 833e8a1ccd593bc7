/** Values that must not be seen again: of each header the app adds, whole and without its scheme. */
export function getSecrets(headers: Headers): readonly string[] {
  const secrets: string[] = [];
  for (const [name, value] of headers)
    if (!/^(accept|content-)/.test(name)) secrets.push(value, ...value.split(/[\s;,=]+/));
  return secrets.filter((secret) => secret.length >= 8);
}
