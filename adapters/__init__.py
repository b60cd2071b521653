"""Room 1: payroll exports come in. Product: PayrollTable."""
