#!/usr/bin/env python3
"""Mutation testing: changes one place of a folder of the library at a time and asks whether the folder's tests notice.

    scripts/mutate.py Bijectors                      20 mutants of src/Ansatz/Bijectors, drawn with seed 1
    scripts/mutate.py Formats --count 50 --seed 7    other mutants, and more of them

A mutant is killed when a test fails, crashes, or the tests take longer than 90 s; otherwise it survived. The score is killed / compiled.
A source file is changed in place and restored afterwards: do not build or edit this working tree meanwhile. Run it by hand; CI does not.
"""
import argparse, os, random, re, shutil, signal, subprocess, sys, tempfile, time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = "tests/Ansatz.Tests"
SECONDS_PER_MUTANT = 90

# The test classes that cover a folder, in groups that run one after the other: the fast ones first.
CLASSES = {
    "Bijectors": [["*.Bijectors.*", "*.BijectorLawTests"]],
    "Distributions": [["*.ExactValueTests", "*.SciPyValueTests", "*.PixelValueTests", "*.NormalTests", "*.MixtureTests", "*.ParameterCheckTests",
                       "*.TransformedDistributionTests", "*.ImportanceDiagnosticTests", "*.DivergenceEstimateTests", "*.ExtremeParameterTests",
                       "*.SmallConcentrationTests", "*.ExactDivergenceTests"],
                      ["*.DistributionLawTests"], ["*.DrawShareTests"]],
    "Formats": [["*.Formats.*"], ["*.FuzzTests"]],
    "Training": [["*.Training.*"]],
}

# What the lexer passes over: comments, strings, characters, attributes, directives, namespaces.
SKIPPED = re.compile(
    r'//[^\n]*|/\*.*?\*/|\$*"""+.*?"""+|\$?@\$?"(?:""|[^"])*"|\$"(?:\\.|\{\{|\{(?:[^{}"]|"[^"\n]*")*\}|[^"{\\\n])*"|"(?:\\.|[^"\\\n])*"'
    r"|'(?:\\.[^'\n]*|[^'\\\n])'|^[ \t]*\[[A-Z][^\]\n]*\]|^[ \t]*#[^\n]*|^(?:using|namespace)\b[^\n]*", re.S | re.M)

SWAPS = {"+": "-", "-": "+", "*": "/", "/": "*", "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "&&": "||", "||": "&&",
         "+=": "-=", "-=": "+=", "*=": "/=", "/=": "*=", "true": "false", "false": "true"}
BINARY = re.compile(r"(?<= )(?:[-+*/]=?|[<>]=?|[!=]=|&&|\|\|)(?=\s)")  # the formatter puts blanks around an operator, none around <T>
BOOLEAN = re.compile(r"\b(?:true|false)\b")
NEGATION = re.compile(r"(?<![\w)\]>\"!])!(?=[\w(])")
NUMBER = re.compile(r"(?<!\w)(?<!\d\.)(?<!\de[-+])(\d{1,3}(?:\.\d+)?)([fd]?)(?!\w|\.\d)")
STATEMENT = re.compile(r"(?:^[ \t]+|\) |\{ |else |; )(?P<code>(?:throw [^;\n]*|[A-Za-z_][\w.]*(?:<\w+>)?\([^;\n]*\));)", re.M)


def mutants(path):
    """(offset, old text, new text) of every mutant of a file."""
    text = path.read_text(encoding="utf-8-sig")
    code = SKIPPED.sub(lambda m: re.sub(r"[^\n]", "\x01", m[0]), text)
    for pattern in (BINARY, BOOLEAN):
        for m in pattern.finditer(code):
            yield m.start(), m[0], SWAPS[m[0]]
    for m in NEGATION.finditer(code):
        yield m.start(), "!", ""
    for m in NUMBER.finditer(code):
        for step in (1, -1):
            yield m.start(), m[0], f"{float(m[1]) + step:g}{m[2]}" if "." in m[1] else f"{int(m[1]) + step}{m[2]}"
    for m in STATEMENT.finditer(code):
        start, end = m.span("code")
        yield start, text[start:end], "{ }"


def run(command, seconds):
    """The exit code, 0 for success, or None after too long a time, which also ends the command's children."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return None


def build():
    options = ["-c", "Release", "--no-restore", "-p:RunAnalyzers=false", "-p:TreatWarningsAsErrors=false", "--nologo", "-v", "q"]
    return run(["dotnet", "build", "src/Ansatz", *options], 300) == 0


def test(folder, bin):
    """What the folder's tests make of the library that was built last."""
    shutil.copy(ROOT / "src/Ansatz/bin/Release/net10.0/Ansatz.dll", bin)
    end = time.monotonic() + SECONDS_PER_MUTANT
    for group in CLASSES[folder]:
        filters = [word for name in group for word in ("-class", name)]
        code = run(["dotnet", str(bin / "Ansatz.Tests.dll"), "-stopOnFail", "-noLogo", *filters], max(1, end - time.monotonic()))
        if code != 0:
            return "killed by time" if code is None else "killed"
    return "survived"


def judge(folder, path, mutant, bin):
    offset, old, new = mutant
    original = path.read_bytes()
    text = path.read_text(encoding="utf-8-sig")
    try:
        path.write_text(text[:offset] + new + text[offset + len(old):], encoding="utf-8")
        return test(folder, bin) if build() else "did not compile"
    finally:
        path.write_bytes(original)


def main():
    parser = argparse.ArgumentParser(description="Mutation testing of one folder of the library.")
    parser.add_argument("folder", choices=CLASSES)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    every = [(path, mutant) for path in sorted((ROOT / "src/Ansatz" / options.folder).rglob("*.cs")) for mutant in mutants(path)]
    random.Random(options.seed).shuffle(every)
    print(f"{options.folder}: {len(every)} possible mutants, {options.count} drawn with seed {options.seed}", flush=True)

    if run(["dotnet", "build", TESTS, "-c", "Release", "-p:RunAnalyzers=false", "--nologo", "-v", "q"], 600) != 0:
        sys.exit("scripts/mutate.py: the tests do not build")
    results = []
    with tempfile.TemporaryDirectory() as folder:
        bin = Path(folder) / "bin"
        shutil.copytree(ROOT / TESTS / "bin/Release/net10.0", bin)
        if test(options.folder, bin) != "survived":
            sys.exit(f"scripts/mutate.py: the tests of {options.folder} fail without a mutant, or take longer than {SECONDS_PER_MUTANT} s")
        for path, mutant in every[:options.count]:
            offset, old, new = mutant
            line = path.read_text(encoding="utf-8-sig").count("\n", 0, offset) + 1
            results.append(judge(options.folder, path, mutant, bin))
            print(f"{results[-1]:15} {path.relative_to(ROOT)}:{line}  {old} → {new or 'nothing'}", flush=True)
    build()
    killed = sum(result.startswith("killed") for result in results)
    compiled = killed + results.count("survived")
    print(f"{options.folder}: {killed} of {compiled} killed" + (f", {killed / compiled:.0%}" if compiled else ""))


if __name__ == "__main__":
    main()
