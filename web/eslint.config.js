import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist", "src/api/schema.d.ts", "test-results"] },
  ...tseslint.configs.strict,
  jsxA11y.flatConfigs.recommended,
  { ...reactHooks.configs.flat["recommended-latest"], files: ["src/**"] },
  {
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "no-console": "error",
      eqeqeq: "error",
      // A dialog's first field is where the keyboard belongs.
      "jsx-a11y/no-autofocus": "off",
    },
  },
);
